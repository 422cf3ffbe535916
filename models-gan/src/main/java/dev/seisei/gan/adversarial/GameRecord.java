package dev.seisei.gan.adversarial;

import dev.seisei.core.train.Curve;
import dev.seisei.core.train.MeansRecord;
import dev.seisei.core.train.TrainingFolder.Saved;
import dev.seisei.core.train.TrainingRecord;
import dev.seisei.engine.memory.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * What the training of a game writes down: both losses, the discriminator's accuracy and the
 * diversity of what is generated, as means between reports; and how it goes, in words.
 *
 * <p>Goes on after a resume as if nothing had happened. Not thread-safe.
 */
public final class GameRecord implements TrainingRecord {
  private static final List<String> COLUMNS =
      List.of("generator", "discriminator", "accuracy", "diversity");

  private static final String HEALTH = "game.health";

  private final MeansRecord means;
  private final Health health;
  private String summary = "";

  private GameRecord(MeansRecord means, Health health) {
    this.means = means;
    this.health = health;
  }

  /**
   * A new record, or the one that a training was saved with.
   *
   * @param more columns that the family has beside those of every game
   */
  public static GameRecord open(Optional<Saved> saved, String... more) {
    List<String> columns = new ArrayList<>(COLUMNS);
    columns.addAll(List.of(more));
    return new GameRecord(
        MeansRecord.open(columns, saved),
        saved.map(from -> Health.of(from.numbers(HEALTH))).orElseGet(Health::new));
  }

  /**
   * Writes down a step.
   *
   * @param accuracy share of examples that the discriminator takes for what they are
   * @param diversity how much generated examples differ, as a share of how much real ones do
   * @param more numbers of the family's own columns
   * @throws IllegalStateException if a loss is not finite: the training has failed
   */
  public void step(
      long step,
      double generator,
      double discriminator,
      double accuracy,
      double diversity,
      double... more) {
    requireFinite("generator", generator, step);
    requireFinite("discriminator", discriminator, step);
    DoubleStream ofGame = DoubleStream.of(generator, discriminator, accuracy, diversity);
    means.step(DoubleStream.concat(ofGame, Arrays.stream(more)).toArray());
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
          "the game diverged: the loss of the %s is %s at step %d%s; train with lower rates, or,"
                  .formatted(
                      player, loss, step, health.trouble().map(t -> " (" + t + ")").orElse(""))
              + " where the family has it, with a penalty (…game.r1=10)");
    }
  }

  /**
   * Ends a stretch of steps.
   *
   * @return what there is to say about it, if it is new
   */
  public Optional<String> report(long step) {
    double[] reported = means.report(step);
    return health.report(step, reported[2], reported[3]);
  }

  /** The last step in a few words. */
  public String summary() {
    return summary;
  }

  @Override
  public Curve curve() {
    return means.curve();
  }

  @Override
  public Map<String, Double> numbers() {
    return means.numbers();
  }

  @Override
  public Map<String, String> words() {
    return Map.of("health", health.trouble().orElse("no trouble seen"));
  }

  @Override
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>(means.state());
    double[] told = health.state();
    state.put(HEALTH, Tensor.of(told, told.length));
    return state;
  }
}
