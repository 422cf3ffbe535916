package dev.seisei.benchmarks.workload;

import dev.seisei.engine.nn.Initializer;
import dev.seisei.engine.nn.Initializers;
import dev.seisei.engine.nn.Kernel;
import dev.seisei.engine.nn.Params;
import dev.seisei.engine.nn.SharedParams;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A convolutional GAN for pictures of 32·32 pixels. The generator: transposed convolutions, each
 * but the last with batch norm and ReLU, then tanh. The discriminator: convolutions, each but the
 * first and the last with batch norm, each but the last with leaky ReLU. A step updates the
 * discriminator, whose real and generated pictures are batches of their own, and then the
 * generator, on other noise, by the non-saturating loss. Inference generates, by running
 * statistics.
 *
 * <p>Source: Radford, Metz and Chintala, 2015, arXiv 1511.06434; the loss: Goodfellow et al., 2014,
 * arXiv 1406.2661, algorithm 1 and section 3.
 *
 * @param batch N, of noise and of real pictures
 * @param width channels of the generator's last hidden layer, and of the discriminator's first
 * @param latent numbers of the noise
 */
public record Dcgan(int batch, int width, int latent) implements Workload {
  /** The one that is published. */
  public static final Dcgan STANDARD = new Dcgan(64, 64, 100);

  /** The extent of the pictures. */
  public static final int SIZE = 32;

  /** The channels of the pictures. */
  public static final int CHANNELS = 3;

  /** What batch norm adds to the variance. */
  public static final double EPSILON = 1e-5;

  /** The share of a batch in the running statistics. */
  public static final double MOMENTUM = 0.1;

  /** Of the leaky ReLU. */
  public static final double SLOPE = 0.2;

  private static final Objective DISCRIMINATOR =
      new Objective("discriminator_loss", "discriminator.");
  private static final Objective GENERATOR = new Objective("generator_loss", "generator.");
  private static final Initializer WEIGHT = Initializers.normal(0.02);
  private static final Kernel HALVING = Kernel.of(4).withStride(2).withPadding(1);
  private static final Kernel WHOLE = Kernel.of(4);

  @Override
  public String name() {
    return "dcgan";
  }

  @Override
  public List<Objective> objectives() {
    return List.of(DISCRIMINATOR, GENERATOR);
  }

  @Override
  public SDVariable loss(Objective objective, Params params, Layers layers) {
    SameDiff graph = params.graph();
    if (objective.equals(GENERATOR)) {
      SDVariable generated = generate(params, layers, noise(graph, "other_noise"), true);
      return layers.softplus(judge(params, layers, generated, "generated").neg()).mean();
    }
    SDVariable pictures =
        graph.placeHolder("pictures", DataType.FLOAT, batch, CHANNELS, SIZE, SIZE);
    SDVariable generated = generate(params, layers, noise(graph, "noise"), true);
    Params shared = new SharedParams(params);
    SDVariable real = layers.softplus(judge(shared, layers, pictures, "real").neg());
    return real.mean().add(layers.softplus(judge(shared, layers, generated, "generated")).mean());
  }

  @Override
  public SDVariable inference(Params params, Layers layers) {
    return generate(params, layers, noise(params.graph(), "noise"), false);
  }

  private SDVariable noise(SameDiff graph, String name) {
    return graph.placeHolder(name, DataType.FLOAT, batch, latent, 1, 1);
  }

  /** [N, latent, 1, 1] → [N, CHANNELS, SIZE, SIZE], in [-1, 1]. */
  private SDVariable generate(Params params, Layers layers, SDVariable noise, boolean training) {
    Params own = params.scope("generator");
    SameDiff graph = params.graph();
    SDVariable x = own.transposed2d("conv0", noise, latent, 4 * width, WHOLE, 0, WEIGHT, null);
    for (int layer = 1; layer <= 3; layer++) {
      int channels = (8 * width) >> layer;
      x =
          norm(
              own.scope("norm" + (layer - 1)),
              layers,
              "",
              x,
              new Layers.Image(batch, channels, 2 << layer),
              training);
      x = graph.nn().relu(x, 0);
      int out = layer == 3 ? CHANNELS : channels / 2;
      x = own.transposed2d("conv" + layer, x, channels, out, HALVING, 0, WEIGHT, null);
    }
    return graph.math().tanh(x);
  }

  /**
   * How real pictures seem, in logits: [N, CHANNELS, SIZE, SIZE] → [N].
   *
   * @param kind of pictures; each has running statistics of its own, which nothing reads
   */
  private SDVariable judge(Params params, Layers layers, SDVariable pictures, String kind) {
    Params own = params.scope("discriminator");
    SDVariable x = own.conv2d("conv0", pictures, CHANNELS, width, HALVING, WEIGHT, null);
    for (int layer = 1; layer <= 2; layer++) {
      int channels = width << layer;
      x = layers.leakyRelu(x, SLOPE);
      x = own.conv2d("conv" + layer, x, channels / 2, channels, HALVING, WEIGHT, null);
      x =
          norm(
              own.scope("norm" + layer),
              layers,
              kind + "_",
              x,
              new Layers.Image(batch, channels, SIZE >> (layer + 1)),
              true);
    }
    x = layers.leakyRelu(x, SLOPE);
    return own.conv2d("conv3", x, 4 * width, 1, WHOLE, WEIGHT, null).reshape(batch);
  }

  private static SDVariable norm(
      Params own, Layers layers, String kind, SDVariable x, Layers.Image shape, boolean training) {
    Layers.Affine affine =
        new Layers.Affine(
            own.parameter("gain", Initializers.ones(), shape.channels()),
            own.parameter("shift", Initializers.zeros(), shape.channels()));
    Layers.Statistics running =
        new Layers.Statistics(
            own.state(kind + "mean", Initializers.normal(0.1), shape.channels()),
            own.state(kind + "variance", Initializers.ones(), shape.channels()));
    return training
        ? layers.batchNorm(x, shape, affine, running, MOMENTUM, EPSILON)
        : layers.batchNormInference(x, shape, affine, running, EPSILON);
  }

  @Override
  public Batch batch(int step) {
    Draws draws = new Draws(step);
    Batch batch = new Batch();
    batch.with("pictures", draws.centredWaves(batch(), CHANNELS, SIZE));
    batch.with("noise", draws.normal(batch(), latent, 1, 1));
    batch.with("other_noise", draws.normal(batch(), latent, 1, 1));
    return batch;
  }

  /**
   * Adam's first steps are as long for tiny gradients, whose signs rounding decides, as for others;
   * and each network answers to the other's steps. One side alone, with another number of threads,
   * comes to losses that differ by 0.02.
   */
  @Override
  public double tolerance(String precision) {
    return precision.equals("F32") ? 0.04 : 0.1;
  }
}
