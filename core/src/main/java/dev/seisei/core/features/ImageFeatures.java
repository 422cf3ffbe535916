package dev.seisei.core.features;

import dev.seisei.core.dataset.ImageShape;
import dev.seisei.core.settings.SettingException;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.nn.Params;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * What a generator also is if it is a frozen network that sees what is in images: measures compare
 * images by what it sees, and DeepDream and style transfer change images by it.
 */
public interface ImageFeatures {
  /** The images that {@link #see} takes. */
  ImageShape image();

  /**
   * The same network for images of other extents, if it takes them: its {@link #image} are these,
   * everything else is the same. What is returned needs no closing.
   *
   * @throws SettingException if it does not take such images
   */
  default ImageFeatures forImages(ImageShape extents) {
    if (!extents.equals(image())) {
      throw new SettingException(
          "features",
          "features see images of %s, got images of %s (channels, height, width)"
              .formatted(text(image()), text(extents)));
    }
    return this;
  }

  private static String text(ImageShape extents) {
    return "[%d, %d, %d]".formatted(extents.channels(), extents.height(), extents.width());
  }

  /** D, the number of features of an image. */
  int dimensions();

  /** K, the number of classes that it tells apart. */
  int classes();

  /** SHA-256 of its weights, in hexadecimal: which network it is. */
  String hash();

  /** What is seen in some images, row after row. */
  final class Seen {
    private final float[] features;
    private final float[] probabilities;

    /**
     * @param features [N, D]; not copied
     * @param probabilities [N, K]; not copied
     */
    public Seen(float[] features, float[] probabilities) {
      this.features = features;
      this.probabilities = probabilities;
    }

    /**
     * [N, D], as images are compared by; not a copy. A classifier of this project standardises each
     * over the images that it was trained on.
     */
    public float[] features() {
      return features;
    }

    /** Of the classes, [N, K]; not a copy. */
    public float[] probabilities() {
      return probabilities;
    }

    /**
     * The class of an image with the highest probability; the first of several.
     *
     * @param classes K
     */
    public int mostProbable(int row, int classes) {
      int best = 0;
      for (int k = 1; k < classes; k++) {
        int at = row * classes;
        best = probabilities[at + k] > probabilities[at + best] ? k : best;
      }
      return best;
    }
  }

  /**
   * Looks at images.
   *
   * @param images [N, C, H, W], in [0, 1]
   * @param rows N
   */
  Seen see(float[] images, int rows);

  /** The layers that {@link #activations} gives, from the first to the last. */
  List<String> layers();

  /**
   * Writes the network into a graph, for images of any size.
   *
   * @param params where its weights come from; they are among {@link #weights}
   * @param x images, [N, C, H, W], in [0, 1]
   * @return of each of the {@link #layers} the activations, [N, C', H', W']
   */
  Map<String, SDVariable> activations(Params params, SDVariable x);

  /** Copies of its weights, by name. */
  Map<String, Tensor> weights();
}
