package dev.seisei.examples;

import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.nn.Projections;
import dev.seisei.engine.op.Random;
import dev.seisei.engine.optim.Optimizer;
import dev.seisei.engine.optim.Schedule;
import dev.seisei.engine.optim.Training;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.param.State;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.samediff.Annotations;
import dev.seisei.engine.samediff.GraphImport;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A variational autoencoder of digits, written on one screen and trained by the engine: 784 – 200 –
 * 10 – 200 – 784, Bernoulli pixels, standard normal prior.
 *
 * <p>Source: Kingma and Welling 2014, arXiv 1312.6114, equation 10 with one sample.
 */
public final class DigitsVae implements AutoCloseable {
  private static final int HIDDEN = 200;
  private static final int LATENT = 10;
  private static final int BATCH = 100;

  private final ParameterStore parameters;
  private final State state = new State();
  private final Plan plan;

  /** Builds the model with weights and noise from one seed. */
  public DigitsVae(long seed) {
    SameDiff sd = graph(new SplittableRandom(seed));
    parameters = ParameterStore.of(GraphImport.parameters(sd));
    state.set(GraphImport.RANDOM_KEY, Tensor.of(new long[] {seed, 0}, 2));
    var training =
        Training.of(GraphImport.of(sd).graph("loss"), "loss", parameters, state)
            .optimizer(Optimizer.Adam.standard())
            .schedule(Schedule.constant(2e-3))
            .graph();
    plan = Plan.of(training).parameters(parameters).state(state).bind("batch", BATCH).compile();
  }

  private static SameDiff graph(RandomGenerator random) {
    SameDiff sd = SameDiff.create();
    SDVariable x = sd.placeHolder("x", DataType.FLOAT, -1, Digits.PIXELS);
    SDVariable encoded = sd.math().tanh(layer(sd, random, "encode", x, Digits.PIXELS, HIDDEN));
    SDVariable mean = layer(sd, random, "mean", encoded, HIDDEN, LATENT);
    SDVariable logVariance = layer(sd, random, "log_variance", encoded, HIDDEN, LATENT);
    SDVariable noise = Annotations.random(Random.Distribution.NORMAL, mean);
    SDVariable z = mean.add(sd.math().exp(logVariance.mul(0.5)).mul(noise));
    SDVariable decoded = sd.math().tanh(layer(sd, random, "decode", z, LATENT, HIDDEN));
    SDVariable logits = layer(sd, random, "pixels", decoded, HIDDEN, Digits.PIXELS);
    SDVariable reconstruction = sd.nn().softplus(logits).sub(logits.mul(x)).sum(1);
    SDVariable divergence =
        mean.mul(mean).add(sd.math().exp(logVariance)).sub(logVariance).sub(1).sum(1).mul(0.5);
    reconstruction.add(divergence).mean("loss");
    return sd;
  }

  private static SDVariable layer(
      SameDiff sd, RandomGenerator random, String name, SDVariable x, int in, int out) {
    float[] weights = new float[in * out];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (random.nextGaussian() / Math.sqrt(in));
    }
    SDVariable w = sd.var(name + ".w", Nd4j.create(weights, new long[] {in, out}, 'c'));
    SDVariable b = sd.var(name + ".b", Nd4j.zeros(DataType.FLOAT, out));
    return Projections.linear(x, w, b);
  }

  /**
   * Trains on the digits in order, around and around.
   *
   * @return the negative evidence lower bound of each step, in nats a digit
   */
  public double[] train(Digits digits, int steps) {
    double[] losses = new double[steps];
    for (int step = 0; step < steps; step++) {
      Tensor batch = Tensor.of(digits.batch(step * BATCH, BATCH), BATCH, Digits.PIXELS);
      plan.run(Map.of("x", batch));
      losses[step] = plan.output("loss").getDouble(0);
    }
    return losses;
  }

  /** The model's parameters. */
  public ParameterStore parameters() {
    return parameters;
  }

  /** The compiled training step. */
  public Plan plan() {
    return plan;
  }

  @Override
  public void close() {
    plan.close();
    parameters.close();
    state.close();
  }

  /** Trains for 200 steps and prints the bound on the way. */
  public static void main(String[] args) {
    try (DigitsVae vae = new DigitsVae(1)) {
      double[] losses = vae.train(Digits.load(), 200);
      for (int step = 0; step < losses.length; step += 20) {
        System.out.printf("step %3d  negative ELBO %.1f nats%n", step, losses[step]);
      }
      System.out.println(vae.plan.explain());
    }
  }
}
