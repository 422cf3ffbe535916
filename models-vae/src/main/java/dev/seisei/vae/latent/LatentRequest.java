package dev.seisei.vae.latent;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Picture;
import dev.seisei.core.settings.Require;
import org.jspecify.annotations.Nullable;

/**
 * What to make from the latent space of an autoencoder.
 *
 * @param mode what to do
 * @param n how many images; of {@link Mode#RECONSTRUCT} how many tries, after the picture itself
 * @param seed of the latents
 * @param label class of the images; -1 takes the classes in turn
 * @param temperature deviation of the latents, in deviations of the prior (or of the encoder's
 *     distribution when reconstructing); 0 is the most likely
 * @param image the picture to reconstruct, or to begin at when interpolating
 * @param imageTo the picture to end at when interpolating
 */
public record LatentRequest(
    @Description("sample, reconstruct, interpolate, or walk through the latent space") Mode mode,
    @Description("how many images") int n,
    @Description("seed of the random numbers; equal seeds give equal images") long seed,
    @Description("class of the images; -1 takes the classes in turn") int label,
    @Description("deviation of the latents: below 1 more typical, above 1 more varied")
        double temperature,
    @Description("picture to reconstruct, or to begin at when interpolating")
        @Nullable Picture image,
    @Description("picture to end at when interpolating") @Nullable Picture imageTo) {

  /** What to do. */
  public enum Mode {
    /** New images, from latents of the prior. */
    SAMPLE,
    /** A picture as the model sees it, then what it makes of its code. */
    RECONSTRUCT,
    /** From one latent to another, along a great circle. */
    INTERPOLATE,
    /** Once around a great circle through two latents of the prior; loops as an animation. */
    WALK
  }

  public LatentRequest {
    Require.inRange("n", n, 1, 4096);
    Require.inRange("label", label, -1, 1_000_000);
    Require.inRange("temperature", temperature, 0, 10);
    Require.that(
        mode != Mode.RECONSTRUCT || image != null,
        "image",
        "image must be given to reconstruct it, got none");
    Require.that(
        mode != Mode.INTERPOLATE || (image == null) == (imageTo == null),
        "image_to",
        "interpolate takes image and image_to, or neither to go between two random latents");
    Require.that(
        mode == Mode.INTERPOLATE || imageTo == null,
        "image_to",
        "image_to is used by mode interpolate only; leave it out, or set mode");
    Require.that(
        mode == Mode.RECONSTRUCT || mode == Mode.INTERPOLATE || image == null,
        "image",
        "image is used by modes reconstruct and interpolate only; leave it out, or set mode");
  }

  /** Sixteen new images. */
  public LatentRequest() {
    this(Mode.SAMPLE, 16, 0, -1, 1, null, null);
  }

  /** New images of a seed. */
  public static LatentRequest sample(int n, long seed) {
    return new LatentRequest(Mode.SAMPLE, n, seed, -1, 1, null, null);
  }
}
