package dev.seisei.examples;

import dev.seisei.core.train.TrainingState;
import dev.seisei.core.train.TrainingStep;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.nn.Initializer;
import dev.seisei.engine.nn.Initializers;
import dev.seisei.engine.nn.Params;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.plan.Precision;
import dev.seisei.engine.random.RandomNumbers;
import dev.seisei.gan.adversarial.Game;
import dev.seisei.gan.adversarial.GameGraph;
import dev.seisei.gan.adversarial.GameGraphs;
import dev.seisei.gan.adversarial.Players;
import dev.seisei.gan.adversarial.Rates;
import dev.seisei.loss.AdversarialLoss;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Eight small normal distributions on a circle, learned by the same two networks under two games:
 * the non-saturating one, without any penalty, and Wasserstein's with the penalty of slopes. The
 * first runs after one of the eight at a time; the second finds all. Prints how many each game
 * finds, seed by seed, and draws a picture if it is told where to.
 *
 * <p>Source: Metz, Poole, Pfau and Sohl-Dickstein, 2017, arXiv 1611.02163, section 3.1 (the data);
 * Gulrajani et al., 2017, arXiv 1704.00028 (the game).
 */
public final class EightGaussians {
  private static final int MODES = 8;
  private static final double RADIUS = 2;
  private static final double DEVIATION = 0.02;
  private static final int LATENTS = 2;
  private static final int FEATURES = 128;
  private static final int BATCH = 256;
  private static final int SAMPLES = 2560;

  /**
   * A sample belongs to a mode within this many deviations, an eighth of the way to the next; a
   * mode counts with this share.
   */
  private static final double NEAR = 10;

  private static final double LEAST_SHARE = 0.01;

  private EightGaussians() {}

  /** Two networks of three hidden layers each. */
  private static final class Plane implements Players {
    private static final Initializer WEIGHT = Initializers.kaimingNormal(1);

    private static SDVariable network(Params params, SDVariable x, int in, int out) {
      SDVariable h = x;
      for (int layer = 0; layer < 3; layer++) {
        int from = layer == 0 ? in : FEATURES;
        h = params.linear("layer" + layer, h, from, FEATURES, WEIGHT, Initializers.zeros());
        h = params.graph().nn().relu(h, 0);
      }
      return params.linear("last", h, FEATURES, out, WEIGHT, Initializers.zeros());
    }

    @Override
    public SDVariable generate(Params params, SDVariable z, @Nullable SDVariable label) {
      return network(params, z, LATENTS, 2);
    }

    @Override
    public Judgement judge(
        Params params, SDVariable examples, @Nullable SDVariable label, String kind) {
      return Judgement.of(network(params, examples, 2, 1));
    }
  }

  /** Points of the eight distributions. */
  static float[] points(long seed, long step) {
    float[] noise = new float[2 * BATCH];
    float[] chosen = new float[BATCH];
    new RandomNumbers(seed, step, 1).normal(noise);
    new RandomNumbers(seed, step, 2).uniform(chosen);
    float[] points = new float[2 * BATCH];
    for (int i = 0; i < BATCH; i++) {
      double angle = 2 * Math.PI * (int) (chosen[i] * MODES) / MODES;
      points[2 * i] = (float) (RADIUS * Math.cos(angle) + DEVIATION * noise[2 * i]);
      points[2 * i + 1] = (float) (RADIUS * Math.sin(angle) + DEVIATION * noise[2 * i + 1]);
    }
    return points;
  }

  private static float[] latents(long seed, long step) {
    float[] z = new float[LATENTS * BATCH];
    new RandomNumbers(seed, step, 3).normal(z);
    return z;
  }

  /**
   * Plays a game and draws from the generator.
   *
   * @return points, [SAMPLES, 2]
   */
  static float[] play(Game game, Rates rates, long seed, int steps) {
    GameGraph.Setting setting =
        new GameGraph.Setting(
            game,
            new Plane(),
            2,
            LATENTS,
            0,
            false,
            UnaryOperator.identity(),
            UnaryOperator.identity());
    GameGraphs graphs = GameGraph.of(setting, seed);
    long judgings = (long) steps * game.discriminatorSteps();
    try (TrainingState state =
            new TrainingState(
                graphs.parameters(), graphs.states(), seed, Optional.empty(), Device.CPU);
        TrainingStep discriminator =
            new TrainingStep(
                graphs.penalisedDiscriminator().orElse(graphs.discriminator()),
                GameGraph.LOSS,
                state,
                rates.ofDiscriminator(judgings),
                BATCH,
                Precision.F32);
        TrainingStep generator =
            new TrainingStep(
                graphs.generator(),
                GameGraph.LOSS,
                state,
                rates.ofGenerator(steps),
                BATCH,
                Precision.F32)) {
      for (int step = 0; step < steps; step++) {
        for (int i = 0; i < game.discriminatorSteps(); i++) {
          long judging = (long) step * game.discriminatorSteps() + i;
          put(discriminator.plan(), GameGraph.X, points(seed, judging));
          put(discriminator.plan(), GameGraph.Z, latents(seed, 2 * judging));
          discriminator.run();
        }
        put(generator.plan(), GameGraph.Z, latents(seed, 2L * step + 1));
        generator.run();
      }
      return draw(graphs, state, seed);
    }
  }

  private static float[] draw(GameGraphs graphs, TrainingState state, long seed) {
    float[] drawn = new float[2 * SAMPLES];
    try (Plan plan =
        Plan.of(graphs.generator())
            .parameters(state.parameters())
            .state(state.state())
            .bind("batch", BATCH)
            .compile()) {
      for (int from = 0; from < SAMPLES; from += BATCH) {
        put(plan, GameGraph.Z, latents(seed + 1000, from));
        plan.run();
        plan.output(GameGraph.EXAMPLES).bytes().asFloatBuffer().get(drawn, 2 * from, 2 * BATCH);
      }
    }
    return drawn;
  }

  private static void put(Plan plan, String input, float[] values) {
    plan.input(input).bytes().asFloatBuffer().put(values);
  }

  /** How many of the eight have at least a hundredth of the points near them. */
  static int modes(float[] points) {
    int[] near = new int[MODES];
    for (int i = 0; i < points.length / 2; i++) {
      for (int mode = 0; mode < MODES; mode++) {
        double angle = 2 * Math.PI * mode / MODES;
        double dx = points[2 * i] - RADIUS * Math.cos(angle);
        double dy = points[2 * i + 1] - RADIUS * Math.sin(angle);
        near[mode] += Math.hypot(dx, dy) < NEAR * DEVIATION ? 1 : 0;
      }
    }
    int found = 0;
    for (int count : near) {
      found += count >= LEAST_SHARE * points.length / 2 ? 1 : 0;
    }
    return found;
  }

  /** The game that GANs are usually played as, without a penalty. */
  static Game plain() {
    return new Game(AdversarialLoss.NON_SATURATING, 0, 0, 0, 1, 1, 0, 1);
  }

  /** Wasserstein's game with the penalty of slopes. */
  static Game wasserstein() {
    return new Game(AdversarialLoss.WASSERSTEIN, 0.1, 0, 0, 1, 5, 0, 1);
  }

  /**
   * Those at which the first game is known to end in one of the eight, without an average.
   *
   * <p>Source: Metz et al., 2017, arXiv 1611.02163, appendix A.
   */
  static Rates rates() {
    return new Rates(1e-3, 1e-4, 0, 0.1, 0.5, 0.9, 0);
  }

  /**
   * Plays both games from five seeds.
   *
   * @param arguments the file to draw the last seed's samples into, if any
   */
  public static void main(String[] arguments) throws IOException {
    int steps = 3000;
    List<float[]> last = new ArrayList<>();
    System.out.println("seed  non-saturating  Wasserstein with penalty");
    for (long seed = 1; seed <= 5; seed++) {
      float[] free = play(plain(), rates(), seed, steps);
      float[] penalised = play(wasserstein(), rates(), seed, steps);
      System.out.printf("%4d  %14d  %24d%n", seed, modes(free), modes(penalised));
      last = List.of(free, penalised);
    }
    if (arguments.length > 0) {
      BitmapEncoder.saveBitmap(chart(last), arguments[0], BitmapFormat.PNG);
    }
  }

  private static XYChart chart(List<float[]> samples) {
    XYChart chart = new XYChartBuilder().width(640).height(640).title("Eight Gaussians").build();
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    chart.getStyler().setMarkerSize(4);
    String[] names = {"non-saturating", "Wasserstein with penalty"};
    for (int series = 0; series < names.length; series++) {
      float[] points = samples.get(series);
      double[] x = new double[points.length / 2];
      double[] y = new double[points.length / 2];
      for (int i = 0; i < x.length; i++) {
        x[i] = points[2 * i];
        y[i] = points[2 * i + 1];
      }
      chart.addSeries(names[series], x, y).setMarker(SeriesMarkers.CIRCLE);
    }
    return chart;
  }
}
