package dev.seisei.gan.adversarial;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.stream.Stream;

/**
 * Sees from the means between reports whether a game goes wrong, and says it in words: which
 * measure shows it, since when, and what to try.
 *
 * <p>Not thread-safe.
 */
final class Health {
  /** Generated examples that differ less than this, compared with real ones, are of few modes. */
  private static final double LEAST_DIVERSITY = 0.4;

  /** A discriminator that errs less than this teaches nothing any more. */
  private static final double MOST_ACCURACY = 0.98;

  private final Trouble collapse =
      new Trouble(
          diversity -> diversity < LEAST_DIVERSITY,
          "mode collapse since step %.0f: generated examples differ %.2f times as much as real"
              + " ones; try a lower rate of the generator, or, where the family has them, larger"
              + " penalties (…game.r1, …game.r2) or minibatch_deviation=true");

  private final Trouble victory =
      new Trouble(
          accuracy -> accuracy > MOST_ACCURACY,
          "the discriminator wins since step %.0f: the share of examples that it takes for what"
              + " they are is %.3f, and it teaches the generator little; try a lower rate of the"
              + " discriminator, or, where the family has them, larger penalties (…game.r1,"
              + " …game.r2) or augment.translation=true");

  private final List<Trouble> troubles = List.of(collapse, victory);

  /** A measure that shows something wrong, if it does so in several reports in a row. */
  private static final class Trouble {
    /** Reports in a row until it counts. */
    private static final int PATIENCE = 3;

    private static final int NUMBERS = 3;

    private final DoublePredicate shown;
    private final String words;
    private double since;
    private double count;
    private double latest;

    Trouble(DoublePredicate shown, String words) {
      this.shown = shown;
      this.words = words;
    }

    /** Notes a report; whether it has just become plain. */
    boolean note(long step, double value) {
      if (!shown.test(value)) {
        count = 0;
        return false;
      }
      since = count == 0 ? step : since;
      latest = value;
      count++;
      return count == PATIENCE;
    }

    Optional<String> words() {
      return count < PATIENCE
          ? Optional.empty()
          : Optional.of(String.format(Locale.ROOT, words, since, latest));
    }
  }

  /** The state that {@link #state} gave. */
  static Health of(double[] state) {
    Health health = new Health();
    for (int i = 0; i < health.troubles.size(); i++) {
      Trouble trouble = health.troubles.get(i);
      trouble.since = state[i * Trouble.NUMBERS];
      trouble.count = state[i * Trouble.NUMBERS + 1];
      trouble.latest = state[i * Trouble.NUMBERS + 2];
    }
    return health;
  }

  /** What to go on from after a resume. */
  double[] state() {
    double[] state = new double[troubles.size() * Trouble.NUMBERS];
    for (int i = 0; i < troubles.size(); i++) {
      Trouble trouble = troubles.get(i);
      state[i * Trouble.NUMBERS] = trouble.since;
      state[i * Trouble.NUMBERS + 1] = trouble.count;
      state[i * Trouble.NUMBERS + 2] = trouble.latest;
    }
    return state;
  }

  /**
   * Notes a report.
   *
   * @return what is wrong, if it has just become plain
   */
  Optional<String> report(long step, double accuracy, double diversity) {
    boolean collapsed = collapse.note(step, diversity);
    boolean won = victory.note(step, accuracy);
    return Stream.of(
            collapsed ? collapse.words() : Optional.<String>empty(),
            won ? victory.words() : Optional.<String>empty())
        .flatMap(Optional::stream)
        .reduce((one, other) -> one + "; " + other);
  }

  /** What is wrong as of the last report. */
  Optional<String> trouble() {
    return troubles.stream().map(Trouble::words).flatMap(Optional::stream).findFirst();
  }
}
