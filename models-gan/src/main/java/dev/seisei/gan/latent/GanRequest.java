package dev.seisei.gan.latent;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;

/**
 * What to make from the latent space of a generator.
 *
 * @param mode what to do
 * @param n how many images
 * @param seed of the latents
 * @param label class of the images; -1 takes the classes in turn, and the first where images lie
 *     between latents
 * @param truncation ψ: how far latents lie from their mean, compared with where they were drawn
 * @param latent the latent to make an image of, or to begin at, as numbers between commas; empty
 *     draws it
 * @param latentTo the latent to end at when interpolating; empty draws it
 */
public record GanRequest(
    @Description("sample, interpolate, or walk through the latent space") Mode mode,
    @Description("how many images") int n,
    @Description("seed of the random numbers; equal seeds give equal images") long seed,
    @Description("class of the images; -1: in turn, and between latents the first") int label,
    @Description("1: as trained; towards 0 more typical and less varied") double truncation,
    @Description("latent to make an image of, or to begin at: numbers between commas")
        String latent,
    @Description("latent to end at when interpolating: numbers between commas") String latentTo) {

  /** What to do. */
  public enum Mode {
    /** New images. */
    SAMPLE,
    /** From one latent to another, along a great circle. */
    INTERPOLATE,
    /** Once around a great circle through two latents; loops as an animation. */
    WALK
  }

  public GanRequest {
    Require.inRange("n", n, 1, 4096);
    // Which classes there are, the model knows.
    Require.that(
        label >= -1, "label", "label must be a class, or -1 for the classes in turn, got " + label);
    Require.inRange("truncation", truncation, 0, 1);
    Require.that(
        latent.isEmpty() || mode != Mode.SAMPLE || n == 1,
        "n",
        "n must be 1 where latent is given in mode sample, for it is one image; got " + n);
    Require.that(
        mode == Mode.INTERPOLATE || latentTo.isEmpty(),
        "latent_to",
        "latent_to is used by mode interpolate only; leave it out, or set mode");
    Require.that(
        mode != Mode.WALK || latent.isEmpty(),
        "latent",
        "latent is not used by mode walk; leave it out, or set mode");
    // That they are numbers; how many there must be, the model knows.
    GivenLatent.numbers("latent", latent);
    GivenLatent.numbers("latent_to", latentTo);
  }

  /** Sixteen new images. */
  public GanRequest() {
    this(Mode.SAMPLE, 16, 0, -1, 1, "", "");
  }
}
