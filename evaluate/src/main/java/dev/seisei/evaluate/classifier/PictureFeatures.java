package dev.seisei.evaluate.classifier;

import dev.seisei.core.dataset.ImageShape;
import dev.seisei.core.features.ImageFeatures;
import dev.seisei.core.sample.Embeddings;
import dev.seisei.core.sample.ImageInput;
import dev.seisei.core.sample.Sample;
import dev.seisei.core.settings.Picture;
import dev.seisei.core.settings.SettingException;
import dev.seisei.evaluate.classifier.ClassifierRequest.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What networks that see images tell of pictures that requests bring. */
public final class PictureFeatures {
  private PictureFeatures() {}

  /**
   * Checks that there is a picture.
   *
   * @throws SettingException if there is none
   */
  public static void check(ClassifierRequest request) {
    if (request.image() == null) {
      throw new SettingException("image", "image must be given to look at it, got none");
    }
  }

  /** What each request asks for, in order; the network sees all pictures together. */
  public static List<Sample> of(List<ClassifierRequest> requests, ImageFeatures network) {
    ImageShape shape = network.image();
    float[] images = new float[Math.multiplyExact(requests.size(), shape.features())];
    for (int i = 0; i < requests.size(); i++) {
      check(requests.get(i));
      Picture picture = Objects.requireNonNull(requests.get(i).image());
      float[] pixels =
          ImageInput.read("image", picture, shape.channels(), shape.height(), shape.width());
      System.arraycopy(pixels, 0, images, i * shape.features(), shape.features());
    }
    ImageFeatures.Seen seen = network.see(images, requests.size());
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      boolean features = requests.get(i).output() == Output.FEATURES;
      float[] values = features ? seen.features() : seen.probabilities();
      int width = features ? network.dimensions() : network.classes();
      float[] row = new float[width];
      System.arraycopy(values, i * width, row, 0, width);
      samples.add(new Embeddings(1, width, row));
    }
    return samples;
  }
}
