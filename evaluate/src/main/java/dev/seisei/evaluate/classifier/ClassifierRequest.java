package dev.seisei.evaluate.classifier;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Picture;
import org.jspecify.annotations.Nullable;

/**
 * What to look at.
 *
 * @param image a picture; brought to the size of the images that the network was trained on
 * @param output what to tell of it
 */
public record ClassifierRequest(
    @Description("the picture to look at") @Nullable Picture image,
    @Description("what to tell of it: its features, or the probabilities of the classes")
        Output output) {

  /** What is told of a picture. */
  public enum Output {
    /** Its features, standardised. */
    FEATURES,
    /** The probability of each class. */
    PROBABILITIES
  }

  /** The features of a picture that is yet to be given. */
  public ClassifierRequest() {
    this(null, Output.FEATURES);
  }
}
