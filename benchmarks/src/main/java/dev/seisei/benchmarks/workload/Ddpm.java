package dev.seisei.benchmarks.workload;

import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.nn.Attention;
import dev.seisei.engine.nn.Initializers;
import dev.seisei.engine.nn.Kernel;
import dev.seisei.engine.nn.Params;
import java.util.ArrayDeque;
import java.util.Deque;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A diffusion model: a U-Net that predicts the noise in pictures of three channels. Three levels of
 * residual blocks (group norm, SiLU, convolution, twice, with the time added between) with width,
 * 2·width and 2·width channels; self-attention after each block at half the extent and in the
 * middle; convolutions of stride 2 on the way down, nearest neighbours and a convolution on the way
 * up; every result of the way down is concatenated on the way up. The loss is the squared error,
 * averaged. Inference predicts noise once.
 *
 * <p>Source: Ho, Jain and Abbeel, 2020, arXiv 2006.11239, equation 14 and appendix B.
 *
 * @param batch N
 * @param size rows and columns of the pictures; divisible by 4
 * @param width channels of the first level; divisible by 32
 * @param depth residual blocks a level on the way down; one more on the way up
 */
public record Ddpm(int batch, int size, int width, int depth) implements Workload {
  /** The one that is published. */
  public static final Ddpm STANDARD = new Ddpm(32, 32, 64, 1);

  /** The channels of the pictures. */
  public static final int CHANNELS = 3;

  /** The groups of group norm. */
  public static final int GROUPS = 32;

  /** What group norm adds to the variance. */
  public static final double EPSILON = 1e-5;

  private static final int LEVELS = 3;
  private static final int STEPS = 1000;
  private static final Kernel SAME = Kernel.of(3).withPadding(1);
  private static final Kernel HALVING = SAME.withStride(2);

  @Override
  public String name() {
    return "ddpm";
  }

  @Override
  public SDVariable loss(Objective objective, Params params, Layers layers) {
    SameDiff graph = params.graph();
    SDVariable pictures = pictures(graph);
    SDVariable noise = graph.placeHolder("noise", DataType.FLOAT, batch, CHANNELS, size, size);
    SDVariable signal = graph.placeHolder("signal", DataType.FLOAT, batch, 1, 1, 1);
    SDVariable deviation = graph.placeHolder("deviation", DataType.FLOAT, batch, 1, 1, 1);
    SDVariable noisy = pictures.mul(signal).add(noise.mul(deviation));
    SDVariable error = new Network(params, layers).predict(noisy).sub(noise);
    return error.mul(error).mean();
  }

  @Override
  public SDVariable inference(Params params, Layers layers) {
    return new Network(params, layers).predict(pictures(params.graph()));
  }

  private SDVariable pictures(SameDiff graph) {
    return graph.placeHolder("pictures", DataType.FLOAT, batch, CHANNELS, size, size);
  }

  private int channels(int level) {
    return level == 0 ? width : 2 * width;
  }

  /** A picture's features: [N, channels, size / 2^level, size / 2^level]. */
  private record Features(SDVariable values, int channels, int level) {}

  private final class Network {
    private final Params params;
    private final Layers layers;
    private final SameDiff graph;

    Network(Params params, Layers layers) {
      this.params = params;
      this.layers = layers;
      this.graph = params.graph();
    }

    /** The noise in pictures; both [N, CHANNELS, size, size]. */
    SDVariable predict(SDVariable pictures) {
      SDVariable time = time();
      Features x =
          new Features(params.conv2d("in", pictures, CHANNELS, width, SAME, true), width, 0);
      Deque<Features> skipped = new ArrayDeque<>();
      skipped.push(x);
      for (int level = 0; level < LEVELS; level++) {
        Params own = params.scope("down" + level);
        for (int block = 0; block < depth; block++) {
          x = block(own.scope("block" + block), x, channels(level), time);
          skipped.push(x);
        }
        if (level < LEVELS - 1) {
          SDVariable halved = own.conv2d("halve", x.values, x.channels, x.channels, HALVING, true);
          x = new Features(halved, x.channels, level + 1);
          skipped.push(x);
        }
      }
      Params middle = params.scope("middle");
      x = residual(middle.scope("block0"), x, x.channels, time);
      x = attention(middle.scope("attention"), x);
      x = residual(middle.scope("block1"), x, x.channels, time);
      for (int level = LEVELS - 1; level >= 0; level--) {
        Params own = params.scope("up" + level);
        for (int block = 0; block <= depth; block++) {
          Features other = skipped.pop();
          SDVariable both = graph.concat(1, x.values, other.values);
          Features joined = new Features(both, x.channels + other.channels, level);
          x = block(own.scope("block" + block), joined, channels(level), time);
        }
        if (level > 0) {
          SDVariable doubled = layers.doubled(x.values, image(x));
          SDVariable y = own.conv2d("double", doubled, x.channels, x.channels, SAME, true);
          x = new Features(y, x.channels, level - 1);
        }
      }
      SDVariable last = layers.silu(norm(params.scope("norm"), x));
      return params.conv2d("out", last, width, CHANNELS, SAME, true);
    }

    /** [N, 4·width]: sines and cosines of the time, through two layers. */
    private SDVariable time() {
      SDVariable time = graph.placeHolder("time", DataType.FLOAT, batch, 1);
      float[] frequencies = new float[width / 2];
      for (int i = 0; i < frequencies.length; i++) {
        frequencies[i] = (float) Math.pow(10_000, -i / (double) (frequencies.length - 1));
      }
      INDArray row = Nd4j.createFromArray(frequencies).reshape(1, frequencies.length);
      SDVariable angles = time.mul(graph.constant(row));
      SDVariable waves = graph.concat(1, graph.math().sin(angles), graph.math().cos(angles));
      Params own = params.scope("time");
      SDVariable hidden = layers.silu(own.linear("layer0", waves, width, 4 * width, true));
      return layers.silu(own.linear("layer1", hidden, 4 * width, 4 * width, true));
    }

    private Features block(Params own, Features x, int out, SDVariable time) {
      Features y = residual(own, x, out, time);
      return x.level == 1 ? attention(own.scope("attention"), y) : y;
    }

    private Features residual(Params own, Features x, int out, SDVariable time) {
      SDVariable h = layers.silu(norm(own.scope("norm0"), x));
      h = own.conv2d("conv0", h, x.channels, out, SAME, true);
      SDVariable shift = own.linear("time", time, 4 * width, out, true);
      h = h.add(shift.reshape(batch, out, 1, 1));
      h = layers.silu(norm(own.scope("norm1"), new Features(h, out, x.level)));
      h = own.conv2d("conv1", h, out, out, SAME, true);
      SDVariable skip =
          x.channels == out
              ? x.values
              : own.conv2d("skip", x.values, x.channels, out, Kernel.of(1), true);
      return new Features(skip.add(h), out, x.level);
    }

    /** Self-attention of one head over all positions, added to its input. */
    private Features attention(Params own, Features x) {
      int extent = size >> x.level;
      int positions = extent * extent;
      SDVariable normed = norm(own.scope("norm"), x).reshape(batch, x.channels, positions);
      SDVariable rows =
          graph.permute(normed, 0, 2, 1).reshape((long) batch * positions, x.channels);
      SDVariable[] qkv =
          graph.split(own.linear("qkv", rows, x.channels, 3 * x.channels, true), 3, 1);
      SDVariable mixed =
          layers.attention(
              qkv[0].reshape(batch, 1, positions, x.channels),
              qkv[1].reshape(batch, 1, positions, x.channels),
              qkv[2].reshape(batch, 1, positions, x.channels),
              positions,
              Attention.Settings.of(1, x.channels));
      SDVariable mixedRows = mixed.reshape((long) batch * positions, x.channels);
      SDVariable y = own.linear("out", mixedRows, x.channels, x.channels, true);
      SDVariable picture =
          graph
              .permute(y.reshape(batch, positions, x.channels), 0, 2, 1)
              .reshape(batch, x.channels, extent, extent);
      return new Features(x.values.add(picture), x.channels, x.level);
    }

    private SDVariable norm(Params own, Features x) {
      Layers.Affine affine =
          new Layers.Affine(
              own.parameter("gain", Initializers.ones(), x.channels),
              own.parameter("shift", Initializers.zeros(), x.channels));
      return layers.groupNorm(x.values, image(x), GROUPS, affine, EPSILON);
    }

    private Layers.Image image(Features x) {
      return new Layers.Image(batch, x.channels, size >> x.level);
    }
  }

  @Override
  public Batch batch(int step) {
    Draws draws = new Draws(step);
    Batch batch = new Batch();
    batch.with("pictures", draws.centredWaves(batch(), CHANNELS, size));
    batch.with("noise", draws.normal(batch(), CHANNELS, size, size));
    float[] times = new float[batch()];
    float[] signals = new float[batch()];
    float[] deviations = new float[batch()];
    for (int i = 0; i < batch(); i++) {
      int time = draws.below(STEPS);
      times[i] = time;
      signals[i] = (float) Math.sqrt(remaining(time));
      deviations[i] = (float) Math.sqrt(1 - remaining(time));
    }
    batch.with("time", Tensor.of(times, batch(), 1));
    batch.with("signal", Tensor.of(signals, batch(), 1, 1, 1));
    batch.with("deviation", Tensor.of(deviations, batch(), 1, 1, 1));
    return batch;
  }

  /** ᾱ: the share of the picture's variance that is left at a time; β rises from 1e-4 to 0.02. */
  private static double remaining(int time) {
    double product = 1;
    for (int t = 0; t <= time; t++) {
      product *= 1 - (1e-4 + (0.02 - 1e-4) * t / (STEPS - 1));
    }
    return product;
  }
}
