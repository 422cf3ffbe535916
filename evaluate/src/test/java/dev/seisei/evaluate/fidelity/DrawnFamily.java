package dev.seisei.evaluate.fidelity;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.dataset.ImageSet;
import dev.seisei.core.dataset.ImageShape;
import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.ImageSampler;
import dev.seisei.core.model.ModelFamily;
import dev.seisei.core.sample.Images;
import dev.seisei.core.sample.Sample;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.random.RandomNumbers;
import dev.seisei.testkit.SmallRuns;
import java.util.Arrays;

/** A model that draws what one tells it to, so that one knows what is to be measured. */
public final class DrawnFamily implements ModelFamily<DrawnFamily.Config, DrawnFamily.Request> {
  /** What is drawn. */
  public enum Draws {
    /** Digits of the training set; of the class that was asked for. */
    DIGITS,
    /** Digits of the training set; those asked for as 0 are ones. */
    NO_ZEROS,
    /** Digits of the training set, in an order of classes of the model's own. */
    DISCOVERED,
    /** One digit, again and again. */
    ONE,
    /** Grey noise. */
    NOISE
  }

  /** Of what, and of which extents. */
  public record Config(Draws draws, int classes, int height) {
    /** Digits. */
    public Config() {
      this(Draws.DIGITS, 0, 28);
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
    return "drawn";
  }

  @Override
  public String description() {
    return "a model that draws known images";
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
    return new Drawn(checkpoint.config(Config.class));
  }

  private record Drawn(Config config) implements Generator<Request>, ImageSampler {
    @Override
    public Sample generate(Request request, GenerationListener listener) {
      return new Images(1, 1, config.height(), 28, sample(new int[1], request.seed(), 0));
    }

    @Override
    public ImageShape image() {
      return new ImageShape(1, config.height(), 28);
    }

    @Override
    public int classes() {
      return config.classes();
    }

    @Override
    public boolean discovered() {
      return config.draws() == Draws.DISCOVERED;
    }

    @Override
    public float[] sample(int[] labels, long seed, long first) {
      ImageSet digits = SmallRuns.digits().train();
      int features = image().features();
      float[] images = new float[labels.length * features];
      float[] uniform = new float[features];
      for (int i = 0; i < labels.length; i++) {
        new RandomNumbers(seed, first + i, 0).uniform(uniform);
        if (config.draws() == Draws.NOISE) {
          System.arraycopy(uniform, 0, images, i * features, features);
        } else {
          digits.copy(index(digits, labels[i], uniform[0]), images, i * features);
        }
      }
      return images;
    }

    private int index(ImageSet digits, int label, float uniform) {
      if (config.draws() == Draws.ONE) {
        return 0;
      }
      int start = (int) (uniform * digits.size());
      int wanted =
          switch (config.draws()) {
            case NO_ZEROS -> Math.max(1, label);
            case DISCOVERED -> (label + 3) % 10;
            case DIGITS, ONE, NOISE -> label;
          };
      int[] order = new int[digits.size()];
      Arrays.setAll(order, i -> (start + i) % digits.size());
      return Arrays.stream(order)
          .filter(i -> config.classes() == 0 || digits.label(i) == wanted)
          .findFirst()
          .orElseThrow();
    }

    @Override
    public void close() {}
  }
}
