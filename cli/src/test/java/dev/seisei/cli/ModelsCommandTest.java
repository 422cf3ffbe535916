package dev.seisei.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class ModelsCommandTest {
  @TempDir Path folder;
  private String home = "";

  @BeforeEach
  void trainIntoAZoo() {
    home = Objects.requireNonNullElse(System.getProperty("seisei.home"), "");
    System.setProperty("seisei.home", folder.toString());
    assertEquals(0, Cli.train(folder.resolve("zoo/grey")).exitCode());
  }

  @AfterEach
  void putBack() {
    System.setProperty("seisei.home", home);
  }

  private static void assertLine(String line, String text) {
    assertTrue(Pattern.compile("(?m)^" + line + "$").matcher(text).find(), text);
  }

  private JsonNode models(Cli.Result[] result, Object... more) throws IOException {
    Path json = folder.resolve("models.json");
    Object[] args = {"models", "--json", json};
    Object[] all = Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    result[0] = Cli.run(all);
    assertEquals(0, result[0].exitCode(), result[0].err());
    return new ObjectMapper().readTree(json.toFile());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void jsonFollowsLinksAndIsReadableAsAnyFile() throws IOException {
    Path plain = Files.createFile(folder.resolve("plain"));
    Path link = Files.createSymbolicLink(folder.resolve("models.json"), Path.of("real.json"));
    models(new Cli.Result[1]);
    assertTrue(Files.isSymbolicLink(link));
    assertEquals(
        Files.getPosixFilePermissions(plain),
        Files.getPosixFilePermissions(folder.resolve("real.json")));
  }

  @Test
  void listsFamiliesAndModels() throws IOException {
    Cli.Result[] result = new Cli.Result[1];
    JsonNode json = models(result);
    assertLine("tiny +yes +The mean grey level of all images.", result[0].text());
    assertLine("grey +tiny +.*zoo.grey", result[0].text());
    assertEquals("", result[0].err());
    assertEquals("grey", json.get("models").get(0).get("name").asText());
    assertEquals("tiny", json.get("models").get(0).get("family").asText());
    assertTrue(json.get("families").findValuesAsText("id").contains("tiny"));
  }

  @Test
  void oneThatCannotBeReadDoesNotHideTheOthers() throws IOException {
    Path broken = Files.createDirectories(folder.resolve("zoo/broken"));
    Files.writeString(broken.resolve("config.json"), "{");
    Cli.Result[] result = new Cli.Result[1];
    JsonNode json = models(result);
    assertLine("grey +tiny .*", result[0].text());
    assertLine("broken +\\? .*", result[0].text());
    assertTrue(result[0].err().contains(broken.resolve("config.json").toString()), result[0].err());
    assertTrue(json.get("models").get(0).has("error"), json.toString());
  }

  @Test
  void tellsAboutAModel() throws IOException {
    Cli.Result[] result = new Cli.Result[1];
    JsonNode json = models(result, "grey");
    String text = result[0].text();
    assertLine("grey \\(tiny\\) in .*", text);
    assertLine("  size +4", text);
    assertLine("  n +integer +1 +How many images.", text);
    assertLine("  task +sample\\|weigh +sample +What to make.", text);
    assertLine("  picture +picture +What to weigh.", text);
    assertEquals(4, json.get("config").get("size").asInt());
    assertEquals("integer", json.get("request").get("properties").get("n").get("type").asText());
  }

  @Test
  void tellsAboutAFamily() throws IOException {
    Cli.Result[] result = new Cli.Result[1];
    JsonNode json = models(result, "tiny");
    String text = result[0].text();
    assertLine("  inverted +boolean +false +Whether black is white.", text);
    assertLine("  rate +number +0.25 +How far a step goes.", text);
    assertLine("  seed +integer +0 +Equal seeds give equal samples.", text);
    assertFalse(json.get("training").get("properties").isEmpty());
  }
}
