package dev.seisei.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ReportTest {
  @Test
  void quantilesLieBetweenNeighbours() {
    assertEquals(new Quantiles(1.75, 2.5, 3.25), Quantiles.of(List.of(4.0, 1.0, 3.0, 2.0)));
    assertEquals(new Quantiles(7, 7, 7), Quantiles.of(List.of(7.0)));
    assertThrows(IllegalArgumentException.class, () -> Quantiles.of(List.of()));
  }

  @Test
  void numbersStandOnTheRight() {
    MarkdownTable table = new MarkdownTable("name", "ms");
    table.row("a", MarkdownTable.number(123.4));
    table.row("long", MarkdownTable.number(Double.NaN));
    StringWriter text = new StringWriter();
    table.print(new PrintWriter(text));
    assertEquals(
        List.of(
            "| name |  ms |", //
            "| ---- | --: |",
            "| a    | 123 |",
            "| long |   – |"),
        text.toString().lines().toList());
    assertThrows(IllegalArgumentException.class, () -> table.row("too few"));
  }

  @Test
  void numbersHaveThreeDigitsOrFour() {
    assertEquals("1234", MarkdownTable.number(1234.4));
    assertEquals("12.3", MarkdownTable.number(12.34));
    assertEquals("1.23", MarkdownTable.number(1.234));
    assertEquals("0.012", MarkdownTable.number(0.0123));
    assertEquals("1.10", MarkdownTable.ratio(1.1));
  }

  @Test
  void rowsAreFlatJson() {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("workload", "gpt");
    row.put("threads", 2);
    row.put("ours_ms", 1.23456789);
    row.put("peak_mb", Double.NaN);
    String json = new String(Rows.json(List.of(row)), StandardCharsets.UTF_8);
    assertEquals(
        "[{\"workload\":\"gpt\",\"threads\":2,\"ours_ms\":1.23457,\"peak_mb\":null}]",
        json.replaceAll("\\s", ""));
  }

  @Test
  void plotsArePictures() throws IOException {
    byte[] bars =
        Plots.bars("title", "axis", List.of("a", "b"), Map.of("series", List.of(1.0, 2.0)));
    byte[] powers =
        Plots.powers(
            "title",
            "x",
            "y",
            Map.of("line", new Plots.Line(List.of(1.0, 10.0), List.of(2.0, 20.0))));
    for (byte[] png : List.of(bars, powers)) {
      var image = ImageIO.read(new ByteArrayInputStream(png));
      int[] pixels =
          image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
      assertTrue(Arrays.stream(pixels).distinct().count() > 10);
    }
    assertArrayEquals(new byte[] {(byte) 0x89, 'P', 'N', 'G'}, Arrays.copyOf(bars, 4));
  }
}
