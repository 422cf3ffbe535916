package dev.seisei.data.table;

import dev.seisei.core.dataset.DatasetSource.Registered;
import dev.seisei.core.dataset.TableSet;
import dev.seisei.engine.random.RandomNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Card payments that nobody made, 20,000 to learn from and 10,000 for tests, of which 2 % are
 * fraudulent; drawn anew each time, always the same.
 *
 * <p>A payment is of one of five trades, each with an amount that is log-normal about its own mean,
 * an hour of the day about its own, and a distance from home that is exponential; a card has an age
 * in months, and its owner's country is that of the shop nine times out of ten. A fraud has three
 * of five marks, chosen at random, of which each but the young card may occur in an honest payment:
 * the amount of one trade at another, the small hours, far from home, a young card, and rarely the
 * owner's country.
 */
final class PlantedFraud {
  static final String NAME = "planted-fraud";

  private static final int TRAIN = 20_000;
  private static final int TEST = 10_000;
  private static final double SHARE = 0.02;
  private static final int MARKS = 5;
  private static final int MARKS_EACH = 3;

  private static final List<String> COLUMNS =
      List.of("amount", "hour", "distance_km", "card_months", "trade", "country", "fraud");

  private static final List<String> TRADES =
      List.of("grocer", "fuel", "restaurant", "travel", "jeweller");
  private static final double[] LOG_AMOUNTS = {3.2, 3.9, 3.6, 5.8, 7.0};
  private static final double[] HOURS = {16, 12, 20, 11, 15};
  private static final List<String> COUNTRIES = List.of("home", "neighbour", "overseas");

  private PlantedFraud() {}

  static Registered describe() {
    return new Registered(
        NAME,
        "card payments that nobody made: 20,000 + 10,000 rows of 7 columns, 2 % fraudulent",
        "comes with Seisei",
        0,
        "",
        "Apache-2.0",
        true);
  }

  static InMemoryTable open() {
    return new InMemoryTable(NAME, rows(TRAIN, 0), rows(TEST, 1));
  }

  private static TableSet rows(int count, int stream) {
    List<List<String>> rows = new ArrayList<>();
    double[] uniform = new double[8 + MARKS];
    double[] normal = new double[4];
    RandomNumbers random = new RandomNumbers(1, 0, stream);
    for (int i = 0; i < count; i++) {
      random.reset(1, 2L * i, stream);
      random.uniform(uniform);
      random.reset(1, 2L * i + 1, stream);
      random.normal(normal);
      rows.add(row(uniform, normal));
    }
    return new TableSet(COLUMNS, rows);
  }

  private static List<String> row(double[] uniform, double[] normal) {
    boolean fraud = uniform[0] < SHARE;
    boolean[] marked = new boolean[MARKS];
    if (fraud) {
      for (int chosen = 0; chosen < MARKS_EACH; chosen++) {
        int best = -1;
        for (int mark = 0; mark < MARKS; mark++) {
          boolean free = !marked[mark];
          best = free && (best < 0 || uniform[8 + mark] > uniform[8 + best]) ? mark : best;
        }
        marked[best] = true;
      }
    }
    int trade = (int) (uniform[1] * TRADES.size());
    // Of another trade, two or three further on.
    int priced = marked[0] ? (trade + 2 + (int) (uniform[2] * 2)) % TRADES.size() : trade;
    double amount = Math.exp(LOG_AMOUNTS[priced] + 0.35 * normal[0]);
    double hour = marked[1] ? 3 + 0.8 * normal[1] : HOURS[trade] + 2 * normal[1];
    double distance = -Math.log(1 - uniform[3]) * (marked[2] ? 400 : 15);
    double months = marked[3] ? 1 + 3 * uniform[4] : 12 + 70 * uniform[4];
    double stays = marked[4] ? 0.1 : 0.9;
    String country =
        uniform[5] < stays
            ? COUNTRIES.get(0)
            : COUNTRIES.get(1 + (int) (uniform[6] * (COUNTRIES.size() - 1)));
    return List.of(
        number(amount),
        number(((hour % 24) + 24) % 24),
        number(distance),
        number(months),
        TRADES.get(trade),
        country,
        fraud ? "1" : "0");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
