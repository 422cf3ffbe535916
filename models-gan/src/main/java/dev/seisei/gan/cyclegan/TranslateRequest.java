package dev.seisei.gan.cyclegan;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Picture;
import org.jspecify.annotations.Nullable;

/**
 * What to translate.
 *
 * @param image the picture; brought to the size of the images that the model was trained on
 * @param direction from which kind to which
 */
public record TranslateRequest(
    @Description("the picture to translate") @Nullable Picture image,
    @Description("from the first kind to the second, or back") Direction direction) {

  /** From which kind of images to which. */
  public enum Direction {
    /** From the first sub-folder's kind to the second's. */
    A_TO_B,
    /** From the second sub-folder's kind to the first's. */
    B_TO_A
  }

  /** From the first kind to the second, of a picture that is yet to be given. */
  public TranslateRequest() {
    this(null, Direction.A_TO_B);
  }
}
