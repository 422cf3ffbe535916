package dev.seisei.core.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CurveTest {
  @Property(tries = 200)
  void readsBackWhatItWrote(@ForAll List<Double> values) {
    Curve curve = new Curve(List.of("training", "validation"));
    for (int i = 0; i < values.size(); i++) {
      curve.add(500L * i, values.get(i), -values.get(i));
    }
    Curve read = Curve.read(curve.csv());
    assertEquals(values.size(), read.rows());
    assertArrayEquals(curve.csv(), read.csv());
  }

  @Test
  void theTableIsWhatSpreadsheetsRead() {
    Curve curve = new Curve(List.of("training", "validation"));
    curve.add(500, 101.5, 102.25);
    assertEquals(
        "step,training,validation\n500,101.5,102.25\n",
        new String(curve.csv(), StandardCharsets.UTF_8));
  }

  @Test
  void thePictureShowsTheCurvesInTwoColours() throws IOException {
    Curve curve = new Curve(List.of("training", "validation"));
    for (int i = 1; i <= 100; i++) {
      curve.add(i, 500.0 / i, 100 + 500.0 / i);
    }
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(curve.png("run")));
    assertEquals(900, picture.getWidth());
    long coloured = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        int rgb = picture.getRGB(x, y);
        int red = rgb >> 16 & 0xFF;
        int blue = rgb & 0xFF;
        coloured += Math.abs(red - blue) > 60 ? 1 : 0;
      }
    }
    assertTrue(coloured > 500, coloured + " coloured pixels");
  }

  @Test
  void aRowHasAsManyNumbersAsColumns() {
    Curve curve = new Curve(List.of("loss"));
    assertThrows(IllegalArgumentException.class, () -> curve.add(1, 2, 3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "epoch,loss\n",
        "step,loss\n1\n",
        "step,loss\n1,2,3\n",
        "step,loss\n1,two\n",
        "step,loss\n1.5,2\n",
        "step,loss\n99999999999999999999,2\n"
      })
  void aTableThatIsNoCurveIsRefused(String csv) {
    assertThrows(
        IllegalArgumentException.class, () -> Curve.read(csv.getBytes(StandardCharsets.UTF_8)));
  }
}
