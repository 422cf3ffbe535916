package dev.seisei.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataCommandTest {
  @TempDir Path folder;

  private static void assertLine(String line, String text) {
    assertTrue(Pattern.compile("(?m)^" + line + "$").matcher(text).find(), text);
  }

  @Test
  void listsWhatIsKnown() throws IOException {
    Path json = folder.resolve("data.json");
    Cli.Result result = Cli.run("data", "list", "--json", json);
    assertEquals(0, result.exitCode(), result.err());
    assertLine("tiny +yes +2.5 MB +CC0-1.0 +npm:tiny@1 +Four images.", result.text());
    assertLine("absent +no +0.0 MB +MIT +npm:absent@1 +Not here.", result.text());
    boolean found = false;
    for (JsonNode each : new ObjectMapper().readTree(json.toFile())) {
      found |= each.get("name").asText().equals("tiny") && each.get("present").asBoolean();
    }
    assertTrue(found);
  }

  @Test
  void fetches() throws IOException {
    Path file = Files.write(folder.resolve("tiny.tgz"), new byte[3_000_000]);
    Cli.Result result = Cli.run("data", "fetch", "tiny", "--from", file);
    assertEquals(0, result.exitCode(), result.err());
    assertEquals(file.toAbsolutePath().toString(), result.text().strip());
    assertTrue(result.err().contains("tiny 3/3 MB (100 %)"), result.err());
  }
}
