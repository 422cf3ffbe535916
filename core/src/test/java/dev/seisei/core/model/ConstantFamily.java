package dev.seisei.core.model;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.sample.Embeddings;
import dev.seisei.core.sample.Sample;
import dev.seisei.core.settings.Require;
import dev.seisei.engine.memory.Device;
import java.util.Arrays;

/** A family that always generates the number that it was configured with. */
public final class ConstantFamily
    implements ModelFamily<ConstantFamily.Config, ConstantFamily.Request> {
  /** The number, and how many of them a model makes at most. */
  public record Config(double number, int most) {
    /** Zero, at most ten. */
    public Config() {
      this(0, 10);
    }
  }

  /** How many. */
  public record Request(int n) {
    /** One. */
    public Request() {
      this(1);
    }

    /** Checks what can be checked without a model. */
    public Request {
      Require.inRange("n", n, 1, 1000);
    }
  }

  /** An opened model, which says whether it was closed. */
  static final class Constant implements Generator<Request> {
    private final Config config;
    private boolean closed;

    Constant(Config config) {
      this.config = config;
    }

    @Override
    public void check(Request request) {
      Require.inRange("n", request.n(), 1, config.most());
    }

    @Override
    public Sample generate(Request request, GenerationListener listener) {
      check(request);
      listener.throwIfCancelled();
      float[] numbers = new float[request.n()];
      Arrays.fill(numbers, (float) config.number());
      return new Embeddings(request.n(), 1, numbers);
    }

    boolean closed() {
      return closed;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @Override
  public String id() {
    return "constant";
  }

  @Override
  public String description() {
    return "The same number again and again.";
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
  public Constant open(Checkpoint checkpoint, Device device) {
    return new Constant(checkpoint.config(Config.class));
  }
}
