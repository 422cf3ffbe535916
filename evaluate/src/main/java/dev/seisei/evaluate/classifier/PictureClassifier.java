package dev.seisei.evaluate.classifier;

import dev.seisei.core.dataset.ImageShape;
import dev.seisei.core.features.ImageFeatures;
import dev.seisei.core.model.Functions;
import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.RowPlan;
import dev.seisei.core.sample.Embeddings;
import dev.seisei.core.sample.ImageInput;
import dev.seisei.core.sample.Sample;
import dev.seisei.core.settings.Picture;
import dev.seisei.core.settings.SettingException;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.evaluate.classifier.ClassifierRequest.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An opened network that tells features and classes of pictures. Not thread-safe, but for {@link
 * #check}.
 */
public abstract class PictureClassifier implements Generator<ClassifierRequest>, ImageFeatures {
  /** What the network computes. */
  public static final String SEE = "see";

  /** Its input: images in [0, 1], [batch, C·H·W]. */
  public static final String X = "x";

  /** Its outputs: features, [batch, D], and probabilities, [batch, classes]. */
  public static final String FEATURES = "features";

  public static final String PROBABILITIES = "probabilities";

  private final Functions functions;
  private final int rows;
  private final ImageShape image;
  private final int dimensions;
  private final int classes;

  /**
   * @param functions {@link #SEE}; closed with this, also if it cannot be made
   * @param rows of a run
   */
  protected PictureClassifier(
      Functions functions, int rows, ImageShape image, int dimensions, int classes) {
    this.functions = functions;
    this.rows = rows;
    this.image = image;
    this.dimensions = dimensions;
    this.classes = classes;
    functions.orClose(this::plan);
  }

  private RowPlan plan() {
    return functions.plan(
        SEE, rows, Map.of(X, image.features(), FEATURES, dimensions, PROBABILITIES, classes));
  }

  /**
   * Checks that there is a picture.
   *
   * @throws SettingException if there is none
   */
  @Override
  public final void check(ClassifierRequest request) {
    if (request.image() == null) {
      throw new SettingException("image", "image must be given to look at it, got none");
    }
  }

  @Override
  public final int rowsPerRun() {
    return rows;
  }

  @Override
  public final Sample generate(ClassifierRequest request, GenerationListener listener) {
    listener.throwIfCancelled();
    return generateTogether(List.of(request)).get(0);
  }

  @Override
  public final List<Sample> generateTogether(List<ClassifierRequest> requests) {
    float[] images = new float[Math.multiplyExact(requests.size(), image.features())];
    for (int i = 0; i < requests.size(); i++) {
      check(requests.get(i));
      Picture picture = Objects.requireNonNull(requests.get(i).image());
      float[] pixels =
          ImageInput.read("image", picture, image.channels(), image.height(), image.width());
      System.arraycopy(pixels, 0, images, i * image.features(), image.features());
    }
    Seen seen = see(images, requests.size());
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      boolean features = requests.get(i).output() == Output.FEATURES;
      float[] values = features ? seen.features() : seen.probabilities();
      int width = features ? dimensions : classes;
      float[] row = new float[width];
      System.arraycopy(values, i * width, row, 0, width);
      samples.add(new Embeddings(1, width, row));
    }
    return samples;
  }

  @Override
  public final ImageShape image() {
    return image;
  }

  @Override
  public final int dimensions() {
    return dimensions;
  }

  @Override
  public final int classes() {
    return classes;
  }

  @Override
  public final String hash() {
    return functions.hash();
  }

  @Override
  public final Seen see(float[] images, int rows) {
    Map<String, float[]> outputs = plan().run(rows, Map.of(X, images));
    return new Seen(
        Objects.requireNonNull(outputs.get(FEATURES)),
        Objects.requireNonNull(outputs.get(PROBABILITIES)));
  }

  @Override
  public final Map<String, Tensor> weights() {
    return functions.weights();
  }

  @Override
  public final void close() {
    functions.close();
  }
}
