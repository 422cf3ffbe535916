package dev.seisei.gan.adversarial;

import dev.seisei.core.train.TrainingState;
import dev.seisei.core.train.TrainingStep;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.plan.Precision;
import dev.seisei.engine.random.RandomNumbers;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * The compiled steps of a game over one state: the discriminator's, with penalties or without, and
 * the generator's. Latents and wanted classes are functions of seed and step.
 *
 * <p>Not thread-safe.
 */
public final class Match implements AutoCloseable {
  // Streams of their own, so that no noise of a model with the same seed is correlated with them.
  private static final int LATENTS = 0x6C61746E;
  private static final int CLASSES = 0x636C6173;

  private final GameGraph.Setting setting;
  private final long seed;
  private final int batch;
  private final TrainingStep plain;
  private final TrainingStep penalised;
  private final TrainingStep generator;
  private final float[] z;
  private final float[] chosen;

  /**
   * @param steps of the generator that the training has
   * @param batch examples a step, of each kind
   */
  public Match(
      GameGraph.Setting setting,
      GameGraph.Graphs graphs,
      TrainingState state,
      Rates rates,
      long steps,
      int batch,
      long seed,
      Precision precision) {
    this.setting = setting;
    this.seed = seed;
    this.batch = batch;
    long judged = Math.multiplyExact(steps, setting.game().discriminatorSteps());
    plain =
        new TrainingStep(
            graphs.discriminator(),
            GameGraph.LOSS,
            state,
            rates.ofDiscriminator(judged),
            batch,
            precision);
    penalised =
        setting.game().penalises()
            ? new TrainingStep(
                graphs.penalised(),
                GameGraph.LOSS,
                state,
                rates.ofDiscriminator(judged),
                batch,
                precision)
            : plain;
    generator =
        new TrainingStep(
            graphs.generator(), GameGraph.LOSS, state, rates.ofGenerator(steps), batch, precision);
    z = new float[Math.multiplyExact(batch, setting.latentDim())];
    chosen = new float[batch];
  }

  /** The plan of a discriminator's step, whose inputs take real examples. */
  public Plan discriminator(long step) {
    return judging(step).plan();
  }

  private TrainingStep judging(long step) {
    return step % setting.game().penaltyEvery() == 0 ? penalised : plain;
  }

  /** The plan of the generator's step, which takes real examples if the game pairs them. */
  public Plan generator() {
    return generator.plan();
  }

  /**
   * Takes a discriminator's step over the real examples in its plan's inputs.
   *
   * @return its loss
   */
  public double judge(long step) {
    TrainingStep judging = judging(step);
    draw(judging.plan(), 2 * step);
    return judging.run();
  }

  /**
   * Takes a generator's step.
   *
   * @return its loss
   */
  public double generate(long step) {
    draw(generator.plan(), 2 * step + 1);
    return generator.run();
  }

  private void draw(Plan plan, long position) {
    new RandomNumbers(seed, position, LATENTS).normal(z);
    plan.input(GameGraph.Z).bytes().asFloatBuffer().put(z);
    if (setting.classes() > 0) {
      new RandomNumbers(seed, position, CLASSES).uniform(chosen);
      IntBuffer wanted = plan.input(GameGraph.WANTED).bytes().asIntBuffer();
      for (float each : chosen) {
        wanted.put((int) (each * setting.classes()));
      }
    }
  }

  /** The share of the last discriminator's step's examples that it took for what they are. */
  public double accuracy(long step) {
    Plan plan = discriminator(step);
    FloatBuffer real = plan.output(GameGraph.REAL).bytes().asFloatBuffer();
    FloatBuffer generated = plan.output(GameGraph.GENERATED).bytes().asFloatBuffer();
    double right = 0;
    for (int i = 0; i < batch; i++) {
      right += setting.game().accuracy(real.get(i), generated.get(i));
    }
    return right / batch;
  }

  /**
   * How much the examples of the last generator's step differ from each other, as a share of how
   * much real ones do.
   */
  public double diversity(long step) {
    FloatBuffer made = generator.plan().output(GameGraph.EXAMPLES).bytes().asFloatBuffer();
    FloatBuffer real = discriminator(step).input(GameGraph.X).bytes().asFloatBuffer();
    // Of real ones numbers are in [0, 1], of generated ones in [-1, 1].
    return deviation(made) / (2 * deviation(real));
  }

  /** The root of the mean variance of each number over the batch. */
  private double deviation(FloatBuffer examples) {
    int features = setting.features();
    double total = 0;
    for (int f = 0; f < features; f++) {
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < batch; i++) {
        double value = examples.get(i * features + f);
        sum += value;
        squares += value * value;
      }
      total += squares / batch - sum / batch * (sum / batch);
    }
    return Math.sqrt(Math.max(0, total / features));
  }

  @Override
  public void close() {
    plain.close();
    if (penalised != plain) {
      penalised.close();
    }
    generator.close();
  }
}
