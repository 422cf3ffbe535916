package dev.seisei.gan.deepdream;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Picture;
import dev.seisei.core.settings.Require;
import org.jspecify.annotations.Nullable;

/**
 * What to dream of.
 *
 * @param image the picture to begin with, of any size
 * @param layer whose activations are to grow; empty for the model's own
 * @param steps of an octave
 * @param stepSize by how much a step changes a pixel on average, in [0, 1]
 * @param octaves sizes that are dreamt at, from the smallest to the picture's
 * @param octaveScale of each size to the one before
 * @param jitter pixels by which a step moves what the network looks at, at most, in each direction
 * @param size of the longer side that the picture is brought to, in pixels
 * @param totalVariation weight of smoothness
 * @param seed of the jitter
 */
public record DeepDreamRequest(
    @Description("the picture to begin with, of any size") @Nullable Picture image,
    @Description("the layer whose activations grow; empty: the model's own") String layer,
    @Description("steps of an octave") int steps,
    @Description("by how much a step changes a pixel on average; 1 is from black to white")
        double stepSize,
    @Description("sizes that are dreamt at, from the smallest to the picture's") int octaves,
    @Description("ratio of each size to the one before") double octaveScale,
    @Description("pixels by which each step moves what the network looks at, at most") int jitter,
    @Description("length that the picture's longer side is brought to, in pixels") int size,
    @Description("weight of smoothness; 0 leaves it to itself") double totalVariation,
    @Description("seed of the random numbers; equal seeds give equal images") long seed) {

  public DeepDreamRequest {
    Require.inRange("steps", steps, 1, 1000);
    Require.inRange("step_size", stepSize, 1e-6, 1);
    Require.inRange("octaves", octaves, 1, 16);
    Require.inRange("octave_scale", octaveScale, 1.01, 4);
    Require.inRange("jitter", jitter, 0, 1024);
    Require.inRange("size", size, 1, 1024);
    Require.inRange("total_variation", totalVariation, 0, 1e6);
  }

  /** A dream of no picture yet. */
  public DeepDreamRequest() {
    this(null, "", 10, 0.01, 4, 1.4, 16, 256, 0, 0);
  }
}
