package dev.seisei.gan.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.TableDataset;
import dev.seisei.core.dataset.TableSet;
import dev.seisei.core.measure.Measures;
import dev.seisei.core.model.AnomalyDetector;
import dev.seisei.core.model.Model;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.sample.Table;
import dev.seisei.core.settings.SettingException;
import dev.seisei.core.settings.Settings;
import dev.seisei.core.train.TrainingRun;
import dev.seisei.core.train.TrainingRun.Length;
import dev.seisei.data.table.InMemoryTable;
import dev.seisei.engine.memory.Device;
import dev.seisei.testkit.SmallRuns;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableganTest {
  @TempDir static Path folder;

  /** Pairs (x, 2x + noise) of two kinds; anomalous ones break the rule, or have the other kind. */
  private static TableDataset table() {
    Random random = new Random(1);
    List<List<String>> train = new ArrayList<>();
    List<List<String>> test = new ArrayList<>();
    for (int i = 0; i < 1500; i++) {
      boolean odd = i >= 1000 && i % 10 == 0;
      double x = random.nextGaussian();
      double y = odd ? -2 * x + Math.signum(x) : 2 * x + 0.1 * random.nextGaussian();
      String kind = x > 0 ? "up" : "down";
      List<String> row =
          List.of(
              String.format(Locale.ROOT, "%.4f", x),
              String.format(Locale.ROOT, "%.4f", y),
              kind,
              odd ? "bad" : "good");
      (i < 1000 ? train : test).add(row);
    }
    List<String> columns = List.of("x", "y", "kind", "verdict");
    return new InMemoryTable("pairs", new TableSet(columns, train), new TableSet(columns, test));
  }

  private static final Map<String, Object> CONFIG =
      Map.of("label_column", "verdict", "normal_value", "good", "latent_dim", 2, "hidden", 32);

  private static TrainingRun<TableganConfig, TableganTraining> run(
      Map<String, ?> config, Dataset data, long steps) {
    return new TrainingRun<>(
        new TableganTrainer().configure(Settings.bind(TableganConfig.class, config), data),
        Settings.bind(
            TableganTraining.class, Map.of("batch_size", 64, "rates.average_decay", 0.99)),
        data,
        Length.steps(steps),
        1,
        folder.resolve("model"),
        false,
        Device.CPU);
  }

  @BeforeAll
  static void train() {
    new TableganTrainer().train(run(CONFIG, table(), 800), Progress.SILENT);
  }

  private static Model open() {
    return Model.open(folder.resolve("model"), Device.CPU);
  }

  @Test
  void rowsThatBreakTheRuleHaveHigherScores() {
    try (Model model = open()) {
      assertTrue(
          Measures.applyingTo(model, table()).stream()
              .anyMatch(measure -> measure.id().equals("anomaly")));
      AnomalyDetector.Scores scores =
          model.as(AnomalyDetector.class).orElseThrow().score(table(), Progress.SILENT);
      double normal = mean(scores, false);
      double odd = mean(scores, true);
      assertTrue(odd > 2 * normal, odd + " and " + normal);
    }
  }

  private static double mean(AnomalyDetector.Scores scores, boolean anomalous) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < scores.values().length; i++) {
      if (scores.anomalous()[i] == anomalous) {
        sum += scores.values()[i];
        count++;
      }
    }
    return sum / count;
  }

  @Test
  void aRowIsScoredWithTheColumnsThatAreOff() {
    try (Model model = open()) {
      Table good = score(model, "{\"x\": 1, \"y\": 2, \"kind\": \"up\"}");
      Table bad = score(model, "{\"x\": 1, \"y\": -2, \"kind\": \"up\"}");
      assertEquals(List.of("score", "x_residual", "y_residual", "kind_residual"), good.columns());
      double goodScore = (Double) good.row(0).get(0);
      assertTrue((Double) bad.row(0).get(0) > 2 * goodScore, good.row(0) + " " + bad.row(0));
    }
  }

  private static Table score(Model model, String row) {
    return (Table) model.generate(Map.of("mode", "score", "row", row));
  }

  @Test
  void newRowsKeepTheRule() {
    try (Model model = open()) {
      Table rows = (Table) model.generate(Map.of("n", 200, "seed", 3));
      assertEquals(List.of("x", "y", "kind"), rows.columns());
      double product = 0;
      int kept = 0;
      for (int i = 0; i < rows.size(); i++) {
        double x = ((Number) rows.row(i).get(0)).doubleValue();
        double y = ((Number) rows.row(i).get(1)).doubleValue();
        product += Math.signum(x * y);
        kept += (x > 0) == rows.row(i).get(2).equals("up") ? 1 : 0;
      }
      assertTrue(product > 100, "signs agree: " + product);
      assertTrue(kept > 130, "kinds agree: " + kept);
      assertEquals(rows.row(7), ((Table) model.generate(Map.of("n", 8, "seed", 3))).row(7));
    }
  }

  @Test
  void badRowsAreNamed() {
    try (Model model = open()) {
      says(model, "{\"x\": 1, \"y\": 2, \"kind\": \"sideways\"}", "kind must be one of [down, up]");
      says(model, "{\"x\": 1, \"y\": 2, \"kind\": \"sideways\"}", "\"sideways\"");
      says(model, "{\"x\": 1, \"kind\": \"up\"}", "row must have a value of y");
      says(model, "{\"x\": \"one\", \"y\": 2, \"kind\": \"up\"}", "x must be a finite number");
      says(model, "x=1", "row must be a JSON object");
      says(model, "null", "row must be a JSON object");
      says(model, "{\"x\": 1e300, \"y\": 2, \"kind\": \"up\"}", "x must be nearer to");
    }
  }

  private static void says(Model model, String row, String part) {
    SettingException e = assertThrows(SettingException.class, () -> score(model, row));
    assertEquals("row", e.field());
    assertTrue(e.toString().contains(part), e::toString);
  }

  @Test
  void badDataAreNamed() {
    SettingException images =
        assertThrows(SettingException.class, () -> run(CONFIG, SmallRuns.digits(), 1));
    assertTrue(images.toString().contains("must be a table"), images::toString);
    SettingException column =
        assertThrows(SettingException.class, () -> run(Map.of("label_column", "none"), table(), 1));
    assertEquals("label_column", column.field());
    SettingException value =
        assertThrows(
            SettingException.class,
            () -> run(Map.of("label_column", "verdict", "normal_value", "0"), table(), 1));
    assertEquals("normal_value", value.field());
  }

  @Test
  void columnsAreNumbersIfAllTheirValuesAre() {
    TableSet rows =
        new TableSet(
            List.of("time", "same", "code"),
            List.of(
                List.of("1700000000", "3", "2D"),
                List.of("1700000100", "3", "3F"),
                List.of("1700000200", "3", "2D")));
    TableSet more = new TableSet(rows.columns(), List.of(List.of("1", "1", "4X")));
    TableCode code = TableCode.learn(rows, more, "");
    assertEquals(List.of("2D", "3F", "4X"), code.columns().get(2).values());
    float[] numbers = code.encode(rows, "training");
    assertEquals(-Math.sqrt(1.5), numbers[0], 1e-6);
    assertEquals(0, numbers[1]);
    SettingException row =
        assertThrows(
            SettingException.class,
            () ->
                code.encode(
                    new TableSet(rows.columns(), List.of(List.of("1", "1", "5X"))), "test"));
    assertTrue(
        row.toString().contains("row 1 of the test part: code must be one of"), row::toString);
  }

  @Test
  void whatNoTrainerWroteIsRefused() {
    for (String text :
        List.of(
            "null",
            "[null]",
            "{}",
            "[]",
            "[{\"name\": \"x\", \"mean\": 0, \"deviation\": 0}]",
            "[{\"name\": \"x\", \"mean\": 0, \"deviation\": -1}]")) {
      SettingException e = assertThrows(SettingException.class, () -> TableCode.parse(text), text);
      assertEquals("columns", e.field());
    }
  }

  @Test
  void gamesThatPairsCannotPlayAreNamed() {
    for (Map.Entry<String, Object> bad :
        Map.<String, Object>of(
                "game.objective", "least_squares",
                "game.gradient_penalty", 10,
                "game.generator_penalty", 2)
            .entrySet()) {
      SettingException e =
          assertThrows(
              SettingException.class,
              () -> Settings.bind(TableganTraining.class, Map.of(bad.getKey(), bad.getValue())));
      assertEquals(bad.getKey(), e.field());
    }
  }

  @Test
  void codesGoThereAndBack() {
    TableSet rows = table().train();
    TableCode code = TableCode.parse(TableCode.learn(rows, rows, "verdict").text());
    assertEquals(4, code.width());
    float[] numbers = code.encode(rows, "training");
    double mean = 0;
    double square = 0;
    for (int i = 0; i < rows.size(); i++) {
      List<Object> back = code.decode(numbers, i * 4);
      assertEquals(Double.parseDouble(rows.rows().get(i).get(0)), (Double) back.get(0), 1e-3);
      assertEquals(rows.rows().get(i).get(2), back.get(2));
      mean += numbers[i * 4] / (double) rows.size();
      square += numbers[i * 4] * (double) numbers[i * 4] / rows.size();
    }
    assertEquals(0, mean, 1e-4);
    assertEquals(1, square, 1e-3);
    assertArrayEquals(
        new Double[] {0.0, 0.0, 0.0}, code.distances(numbers, numbers).toArray(Double[]::new));
  }
}
