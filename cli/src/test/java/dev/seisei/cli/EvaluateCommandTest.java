package dev.seisei.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EvaluateCommandTest {
  @TempDir static Path runs;
  private static Path model = Path.of("");

  @TempDir Path folder;

  private String errors = "";

  @BeforeAll
  static void train() {
    model = runs.resolve("model");
    assertEquals(0, Cli.train(model).exitCode());
  }

  private JsonNode evaluate(Object... more) throws IOException {
    Path json = folder.resolve("e.json");
    List<Object> args =
        new ArrayList<>(List.of("evaluate", model, "--data", "tiny", "--json", json));
    args.addAll(List.of(more));
    Cli.Result result = Cli.run(args.toArray());
    assertEquals(0, result.exitCode(), result.err());
    JsonNode numbers = new ObjectMapper().readTree(json.toFile());
    StringBuilder table = new StringBuilder();
    for (Map.Entry<String, JsonNode> number : numbers.properties()) {
      table.append("%-15s".formatted(number.getKey()));
      table.append(Numbers.text(number.getValue().asDouble())).append('\n');
    }
    assertEquals(table.toString(), result.text());
    errors = result.err();
    return numbers;
  }

  @Test
  void measuresWhatApplies() throws IOException {
    JsonNode numbers = evaluate();
    List<String> names = new ArrayList<>();
    numbers.fieldNames().forEachRemaining(names::add);
    assertEquals(List.of("picky", "squared_error", "examples"), names);
    assertFalse(errors.contains("left out"), errors);
    assertTrue(numbers.get("squared_error").asDouble() > 0);
  }

  @Test
  void settingsReachTheMeasure() throws IOException {
    double once = evaluate().get("squared_error").asDouble();
    double twice = evaluate("--set", "factor=2").get("squared_error").asDouble();
    assertEquals(2 * once, twice, 1e-12);
  }

  @Test
  void aMeasureThatCannotBeTakenIsLeftOutAndNamed() throws IOException {
    JsonNode numbers = evaluate("--set", "factor=1000");
    assertEquals(2, numbers.size());
    assertTrue(
        errors.contains("picky left out: factor must be in [0.0, 100.0], got 1000.0"), errors);
    Cli.Result alone =
        Cli.run("evaluate", model, "--data", "tiny", "--measure", "picky", "--set", "factor=1000");
    assertEquals(2, alone.exitCode());
  }

  @Test
  void measuresOnlyWhatIsAskedFor() throws IOException {
    assertEquals(2, evaluate("--measure", "squared_error").size());
  }
}
