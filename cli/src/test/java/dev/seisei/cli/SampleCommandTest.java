package dev.seisei.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SampleCommandTest {
  @TempDir static Path home;
  private static Path model = Path.of("");

  @TempDir Path folder;

  @BeforeAll
  static void train() {
    model = home.resolve("zoo/tiny-grey");
    Cli.Result trained = Cli.train(model);
    assertEquals(0, trained.exitCode(), trained.err());
  }

  private byte[] sample(String name, Object... more) throws IOException {
    Path file = folder.resolve(name);
    Object[] args = {"sample", model, "--out", file};
    Object[] all = Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    Cli.Result result = Cli.run(all);
    assertEquals(0, result.exitCode(), result.err());
    assertEquals("", result.text());
    return Files.readAllBytes(file);
  }

  @Test
  void theEndingDecidesTheFormat() throws IOException {
    BufferedImage grid =
        ImageIO.read(new ByteArrayInputStream(sample("a.png", "--set", "n=4", "--seed", 7)));
    assertTrue(grid.getWidth() >= 4 && grid.getHeight() >= 4);
    JsonNode json = new ObjectMapper().readTree(sample("a.json", "--set", "n=4", "--seed", 7));
    assertEquals("[4,1,2,2]", json.get("shape").toString());
  }

  @Test
  void equalSeedsGiveEqualFiles() throws IOException {
    byte[] first = sample("a.png", "--seed", -5);
    assertArrayEquals(first, sample("b.png", "--set", "seed=-5"));
    assertFalse(Arrays.equals(first, sample("c.png", "--seed", 6)));
  }

  @Test
  void drawsASeedAndTellsIt() throws IOException {
    Path file = folder.resolve("a.json");
    Cli.Result result = Cli.run("sample", model, "--out", file);
    Matcher seed = Pattern.compile("^seed (\\d+)\n$").matcher(result.err());
    assertTrue(seed.matches(), result.err());
    assertArrayEquals(Files.readAllBytes(file), sample("b.json", "--seed", seed.group(1)));
  }

  @Test
  void writesTheNaturalFormatToStandardOutput() throws IOException {
    byte[] file = sample("a.png", "--seed", 7);
    assertArrayEquals(file, Cli.run("sample", model, "--seed", 7, "--out", "-").out());
  }

  @Test
  void writesAnAskedForFormatToStandardOutput() throws IOException {
    byte[] file = sample("a.json", "--seed", 7);
    Cli.Result result = Cli.run("sample", model, "--seed", 7, "--out", "-", "--format", "json");
    assertArrayEquals(file, result.out());
  }

  @Test
  void readsAPictureFromItsFile() throws IOException {
    Path picture = Files.write(folder.resolve("p.png"), new byte[] {1, 2, 3, 4, 5});
    byte[] csv = sample("a.csv", "--seed", 1, "--set", "task=weigh", "--set", "picture=" + picture);
    assertEquals("5.0", new String(csv, StandardCharsets.UTF_8).strip());
  }

  @Test
  void takesAPictureAsADataUrl() throws IOException {
    byte[] csv =
        sample(
            "a.csv",
            "--seed",
            1,
            "--set",
            "task=weigh",
            "--set",
            "picture=data:image/png;base64,AQIDBA==");
    assertEquals("4.0", new String(csv, StandardCharsets.UTF_8).strip());
  }

  @Test
  void findsAModelByItsName() throws IOException {
    byte[] byFolder = sample("a.png", "--seed", 1);
    String before = System.getProperty("seisei.home", "");
    System.setProperty("seisei.home", home.toString());
    try {
      Path byName = folder.resolve("b.png");
      Cli.Result result = Cli.run("sample", "tiny-grey", "--seed", 1, "--out", byName);
      assertEquals(0, result.exitCode(), result.err());
      assertArrayEquals(byFolder, Files.readAllBytes(byName));
    } finally {
      System.setProperty("seisei.home", before);
    }
  }
}
