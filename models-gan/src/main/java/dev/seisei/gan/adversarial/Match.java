package dev.seisei.gan.adversarial;

import dev.seisei.core.train.TrainingState;
import dev.seisei.core.train.TrainingStep;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.optim.Training;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.random.RandomNumbers;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.function.UnaryOperator;

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

  private final Contest contest;
  private final Game game;
  private final long seed;
  private final int batch;
  private final TrainingStep discriminator;
  private final TrainingStep penalisedDiscriminator;
  private final TrainingStep generator;
  private final TrainingStep penalisedGenerator;
  private final float[] z;
  private final float[] chosen;

  /**
   * @param steps of the generator that the training has
   */
  public Match(Contest contest, Play play, TrainingState state, long steps, long seed) {
    this.contest = contest;
    this.game = play.game();
    this.seed = seed;
    this.batch = play.batchSize();
    GameGraphs graphs = contest.graphs();
    long judgings = Math.multiplyExact(steps, game.discriminatorSteps());
    UnaryOperator<Training> judging = play.rates().ofDiscriminator(judgings);
    UnaryOperator<Training> making = play.rates().ofGenerator(steps);
    discriminator = step(graphs.discriminator(), state, judging, play);
    penalisedDiscriminator =
        graphs
            .penalisedDiscriminator()
            .map(graph -> step(graph, state, judging, play))
            .orElse(discriminator);
    generator = step(graphs.generator(), state, making, play);
    penalisedGenerator =
        graphs
            .penalisedGenerator()
            .map(graph -> step(graph, state, making, play))
            .orElse(generator);
    z = new float[Math.multiplyExact(batch, contest.latentDim())];
    chosen = new float[batch];
  }

  private static TrainingStep step(
      Graph graph, TrainingState state, UnaryOperator<Training> optimizer, Play play) {
    return new TrainingStep(
        graph, GameGraph.LOSS, state, optimizer, play.batchSize(), play.precision());
  }

  /** The plan of a discriminator's step, whose inputs take real examples. */
  public Plan discriminator(long step) {
    return judging(step).plan();
  }

  private TrainingStep judging(long step) {
    return step % game.penaltyEvery() == 0 ? penalisedDiscriminator : discriminator;
  }

  /** The plan of a generator's step, which takes real examples if the game pairs them. */
  public Plan generator(long step) {
    return making(step).plan();
  }

  private TrainingStep making(long step) {
    return step % game.generatorPenaltyEvery() == 0 ? penalisedGenerator : generator;
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
    TrainingStep making = making(step);
    draw(making.plan(), 2 * step + 1);
    return making.run();
  }

  private void draw(Plan plan, long position) {
    new RandomNumbers(seed, position, LATENTS).normal(z);
    plan.input(GameGraph.Z).bytes().asFloatBuffer().put(z);
    if (contest.classes() > 0) {
      new RandomNumbers(seed, position, CLASSES).uniform(chosen);
      IntBuffer wanted = plan.input(GameGraph.WANTED).bytes().asIntBuffer();
      for (float each : chosen) {
        wanted.put((int) (each * contest.classes()));
      }
    }
  }

  /** The share of the last discriminator's step's examples that it took for what they are. */
  public double accuracy(long step) {
    Plan plan = discriminator(step);
    FloatBuffer real = plan.output(GameGraph.REAL).bytes().asFloatBuffer();
    FloatBuffer generated = plan.output(GameGraph.GENERATED).bytes().asFloatBuffer();
    return Game.accuracy(game.objective(), real, generated);
  }

  /**
   * How much the examples of a generator's step differ from each other, as a share of how much the
   * real ones of a discriminator's step do.
   *
   * @param step of the generator, the last one
   * @param judging step of the discriminator, the last one
   */
  public double diversity(long step, long judging) {
    FloatBuffer made = generator(step).output(GameGraph.EXAMPLES).bytes().asFloatBuffer();
    FloatBuffer real = discriminator(judging).input(GameGraph.X).bytes().asFloatBuffer();
    return Diversity.of(made, real, contest.features(), contest.scale());
  }

  /** Closing twice does nothing, and a step without penalties may be both. */
  @Override
  public void close() {
    discriminator.close();
    penalisedDiscriminator.close();
    generator.close();
    penalisedGenerator.close();
  }
}
