package dev.seisei.gan.adversarial;

import dev.seisei.core.train.Curve;
import dev.seisei.core.train.TrainingFolder.Saved;
import dev.seisei.core.train.TrainingRecord;
import dev.seisei.engine.memory.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the training of a game writes down: both losses, the discriminator's accuracy and the
 * diversity of what is generated, as means between reports; and how it goes, in words.
 *
 * <p>Goes on after a resume as if nothing had happened. Not thread-safe.
 */
public final class GameRecord implements TrainingRecord {
  private static final List<String> COLUMNS =
      List.of("generator", "discriminator", "accuracy", "diversity");

  private static final String RUNNING = "game.running";
  private static final String HEALTH = "game.health";
  private static final String SECONDS = "seconds";

  private final Curve curve;
  private final Health health;
  private final double secondsBefore;
  private final long began = System.nanoTime();

  /** Sums since the last report, one a column, then how many steps they are of. */
  private final double[] running;

  private String summary = "";

  private GameRecord(Curve curve, Health health, double[] running, double secondsBefore) {
    this.curve = curve;
    this.health = health;
    this.running = running;
    this.secondsBefore = secondsBefore;
  }

  /** A new record, or the one that a training was saved with. */
  public static GameRecord open(Optional<Saved> saved) {
    if (saved.isEmpty()) {
      return new GameRecord(new Curve(COLUMNS), new Health(), new double[COLUMNS.size() + 1], 0);
    }
    Saved from = saved.get();
    return new GameRecord(
        from.curve(), Health.of(state(from, HEALTH)), state(from, RUNNING), from.number(SECONDS));
  }

  private static double[] state(Saved from, String name) {
    Tensor tensor = from.state().get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("state.safetensors has no " + name);
    }
    return tensor.toDoubles();
  }

  /**
   * Writes down a step.
   *
   * @param accuracy share of examples that the discriminator takes for what they are
   * @param diversity how much generated examples differ, as a share of how much real ones do
   * @throws IllegalStateException if a loss is not finite: the training has failed
   */
  public void step(
      long step, double generator, double discriminator, double accuracy, double diversity) {
    requireFinite("generator", generator, step);
    requireFinite("discriminator", discriminator, step);
    double[] values = {generator, discriminator, accuracy, diversity};
    for (int i = 0; i < values.length; i++) {
      running[i] += values[i];
    }
    running[values.length]++;
    summary =
        String.format(
            Locale.ROOT,
            "generator %.2f, discriminator %.2f, accuracy %.2f",
            generator,
            discriminator,
            accuracy);
  }

  private void requireFinite(String player, double loss, long step) {
    if (!Double.isFinite(loss)) {
      throw new IllegalStateException(
          "the game diverged: the loss of the %s is %s at step %d%s; train with lower rates, or"
                  .formatted(
                      player, loss, step, health.trouble().map(t -> " (" + t + ")").orElse(""))
              + " with a penalty (game.r1=10)");
    }
  }

  /**
   * Ends a stretch of steps.
   *
   * @return what there is to say about it, if it is new
   */
  public Optional<String> report(long step) {
    double steps = running[COLUMNS.size()];
    double[] means = new double[COLUMNS.size()];
    for (int i = 0; i < means.length; i++) {
      means[i] = running[i] / steps;
    }
    Arrays.fill(running, 0);
    curve.add(step, means);
    return health.report(step, means[2], means[3]);
  }

  /** The last step in a few words. */
  public String summary() {
    return summary;
  }

  @Override
  public Curve curve() {
    return curve;
  }

  @Override
  public Map<String, Double> numbers() {
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put(SECONDS, secondsBefore + (System.nanoTime() - began) / 1e9);
    return numbers;
  }

  @Override
  public Map<String, String> words() {
    return Map.of("health", health.trouble().orElse("no trouble seen"));
  }

  @Override
  public Map<String, Tensor> state() {
    double[] told = health.state();
    return Map.of(
        RUNNING, Tensor.of(running.clone(), running.length),
        HEALTH, Tensor.of(told, told.length));
  }
}
