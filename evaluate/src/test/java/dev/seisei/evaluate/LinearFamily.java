package dev.seisei.evaluate;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.LatentVariableModel;
import dev.seisei.core.model.ModelFamily;
import dev.seisei.core.sample.Images;
import dev.seisei.core.sample.Sample;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.random.RandomNumbers;

/**
 * Images of one pixel x with z ~ N(0, 1) and x|z ~ N(z, 1), so that x ~ N(0, 2) and z|x ~ N(x/2,
 * ½); and an encoder q(z|x) = N(x/2 + shift, ½) that is wrong by a shift.
 */
public final class LinearFamily implements ModelFamily<LinearFamily.Config, LinearFamily.Request> {
  /** How wrong the encoder is. */
  public record Config(double shift, int classes) {
    /** A right one. */
    public Config() {
      this(0, 0);
    }
  }

  /** A request for nothing in particular. */
  public record Request(long seed) {
    /** The first seed. */
    public Request() {
      this(0);
    }
  }

  @Override
  public String id() {
    return "linear";
  }

  @Override
  public String description() {
    return "a model whose likelihood is known";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public Class<Request> requestType() {
    return Request.class;
  }

  @Override
  public Generator<Request> open(Checkpoint checkpoint, Device device) {
    return new Linear(checkpoint.config(Config.class));
  }

  private record Linear(Config config) implements Generator<Request>, LatentVariableModel {
    @Override
    public Sample generate(Request request, GenerationListener listener) {
      return new Images(1, 1, 1, 1, new float[1]);
    }

    @Override
    public Likelihood likelihood() {
      return Likelihood.GAUSSIAN;
    }

    @Override
    public int[] exampleShape() {
      return new int[] {1, 1, 1};
    }

    @Override
    public int classes() {
      return config.classes();
    }

    @Override
    public double[][] logWeights(
        float[] examples, int[] labels, int samples, long seed, long first) {
      double[][] weights = new double[examples.length][samples];
      for (int i = 0; i < examples.length; i++) {
        double x = examples[i];
        double[] noise = new double[samples];
        new RandomNumbers(seed, first + i, 0).normal(noise);
        for (int s = 0; s < samples; s++) {
          double z = x / 2 + config.shift() + Math.sqrt(0.5) * noise[s];
          double joint = -0.5 * z * z - 0.5 * (x - z) * (x - z) - Math.log(2 * Math.PI);
          double encoder = -0.5 * noise[s] * noise[s] - 0.5 * Math.log(Math.PI);
          weights[i][s] = joint - encoder;
        }
      }
      return weights;
    }

    @Override
    public float[] reconstruct(float[] examples, int[] labels) {
      float[] again = new float[examples.length];
      for (int i = 0; i < again.length; i++) {
        again[i] = examples[i] / 2;
      }
      return again;
    }

    @Override
    public void close() {}
  }
}
