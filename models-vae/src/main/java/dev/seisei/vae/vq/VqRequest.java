package dev.seisei.vae.vq;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Picture;
import dev.seisei.core.settings.Require;
import org.jspecify.annotations.Nullable;

/**
 * What to make with a VQ-VAE.
 *
 * @param mode what to do
 * @param n how many images; {@link Mode#RECONSTRUCT} makes two, whatever it is
 * @param seed of the codes
 * @param temperature what the logits of the codes are divided by; 0 takes the most likely code
 * @param image the picture to reconstruct, or to begin at when interpolating
 * @param imageTo the picture to end at when interpolating
 */
public record VqRequest(
    @Description("sample, reconstruct, or interpolate") Mode mode,
    @Description("how many images; reconstruct makes two") int n,
    @Description("seed of the random numbers; equal seeds give equal images") long seed,
    @Description("below 1 more typical codes, above 1 more varied") double temperature,
    @Description("picture to reconstruct, or to begin at when interpolating")
        @Nullable Picture image,
    @Description("picture to end at when interpolating") @Nullable Picture imageTo) {

  /** What to do. */
  public enum Mode {
    /** New images, from codes of the prior. */
    SAMPLE,
    /** A picture, and what the decoder makes of its codes. */
    RECONSTRUCT,
    /**
     * From one picture to another, or from one new image to another: the features that the encoder
     * gives are mixed, then replaced by their nearest codes.
     */
    INTERPOLATE
  }

  public VqRequest {
    Require.inRange("n", n, 1, 4096);
    Require.inRange("temperature", temperature, 0, 10);
    Require.that(
        mode != Mode.RECONSTRUCT || image != null,
        "image",
        "image must be given to reconstruct it, got none");
    Require.that(
        mode != Mode.INTERPOLATE || (image == null) == (imageTo == null),
        "image_to",
        "interpolate takes image and image_to, or neither to go between two new images");
    Require.that(
        mode == Mode.INTERPOLATE || imageTo == null,
        "image_to",
        "image_to is used by mode interpolate only; leave it out, or set mode");
    Require.that(
        mode != Mode.SAMPLE || image == null,
        "image",
        "image is used by modes reconstruct and interpolate only; leave it out, or set mode");
  }

  /** Sixteen new images. */
  public VqRequest() {
    this(Mode.SAMPLE, 16, 0, 1, null, null);
  }

  /** New images of a seed. */
  public static VqRequest sample(int n, long seed) {
    return new VqRequest(Mode.SAMPLE, n, seed, 1, null, null);
  }

  /** How many images have their codes drawn from the prior. */
  int drawn() {
    return switch (mode) {
      case SAMPLE -> n;
      case INTERPOLATE -> image == null ? 2 : 0;
      case RECONSTRUCT -> 0;
    };
  }
}
