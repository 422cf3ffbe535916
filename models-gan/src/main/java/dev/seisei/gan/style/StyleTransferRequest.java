package dev.seisei.gan.style;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Picture;
import dev.seisei.core.settings.Require;
import org.jspecify.annotations.Nullable;

/**
 * Which picture to make in which style.
 *
 * @param image whose content is kept, of any size
 * @param style whose style is taken on, of any size
 * @param steps of the optimizer
 * @param contentWeight of the loss of content
 * @param styleWeight of the loss of style
 * @param totalVariation weight of smoothness
 * @param size of the longer side that both pictures are brought to, in pixels
 * @param start what the picture begins as
 * @param learningRate Adam's: about how far a pixel moves in a step at first, from 0 to 1
 * @param seed of the noise
 */
public record StyleTransferRequest(
    @Description("the picture whose content is kept, of any size") @Nullable Picture image,
    @Description("the picture whose style is taken on, of any size") @Nullable Picture style,
    @Description("steps of the optimizer") int steps,
    @Description("weight of the content") double contentWeight,
    @Description("weight of the style") double styleWeight,
    @Description("weight of smoothness") double totalVariation,
    @Description("length that the pictures' longer sides are brought to, in pixels") int size,
    @Description("what to begin with: the content picture, or noise") Start start,
    @Description("Adam's learning rate; 1 is from black to white") double learningRate,
    @Description("seed of the noise; equal seeds give equal images") long seed) {

  /** What a picture begins as. */
  public enum Start {
    /** The content picture. */
    CONTENT,
    /** Uniform noise. */
    NOISE
  }

  public StyleTransferRequest {
    Require.inRange("steps", steps, 1, 10_000);
    Require.inRange("content_weight", contentWeight, 0, 1e9);
    Require.inRange("style_weight", styleWeight, 0, 1e9);
    Require.inRange("total_variation", totalVariation, 0, 1e9);
    Require.inRange("size", size, 1, 1024);
    Require.inRange("learning_rate", learningRate, 1e-6, 1);
    Require.that(
        contentWeight + styleWeight + totalVariation > 0,
        "style_weight",
        "one of content_weight, style_weight and total_variation must be > 0, got 0 for each");
  }

  /** A transfer of no pictures yet. */
  public StyleTransferRequest() {
    this(null, null, 100, 1, 30, 30, 256, Start.CONTENT, 0.05, 0);
  }
}
