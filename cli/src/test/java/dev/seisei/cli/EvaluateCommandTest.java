package dev.seisei.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EvaluateCommandTest {
  @TempDir static Path runs;
  private static Path model = Path.of("");

  @TempDir Path folder;

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
    assertEquals(
        "squared_error  "
            + Numbers.text(numbers.get("squared_error").asDouble())
            + "\nexamples       1\n",
        result.text());
    return numbers;
  }

  @Test
  void measuresWhatApplies() throws IOException {
    JsonNode numbers = evaluate();
    List<String> names = new ArrayList<>();
    numbers.fieldNames().forEachRemaining(names::add);
    assertEquals(List.of("squared_error", "examples"), names);
    assertTrue(numbers.get("squared_error").asDouble() > 0);
  }

  @Test
  void settingsReachTheMeasure() throws IOException {
    double once = evaluate().get("squared_error").asDouble();
    double twice = evaluate("--set", "factor=2").get("squared_error").asDouble();
    assertEquals(2 * once, twice, 1e-12);
  }

  @Test
  void measuresOnlyWhatIsAskedFor() throws IOException {
    assertEquals(2, evaluate("--measure", "squared_error").size());
  }
}
