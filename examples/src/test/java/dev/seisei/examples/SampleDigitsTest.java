package dev.seisei.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleDigitsTest {
  @TempDir Path folder;

  @Test
  void makesTheSamePictureOfDigitsTwice() throws IOException {
    Path first = folder.resolve("first.png");
    Path second = folder.resolve("second.png");
    SampleDigits.main(new String[] {"../zoo/vae-mnist", first.toString()});
    SampleDigits.main(new String[] {"../zoo/vae-mnist", second.toString()});
    assertEquals(-1, Files.mismatch(first, second));
    BufferedImage picture = ImageIO.read(first.toFile());
    assertTrue(picture.getWidth() >= 4 * 28 && picture.getHeight() >= 4 * 28);
    // Of MNIST's pixels a fifth is ink.
    double ink = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        ink += picture.getRaster().getSample(x, y, 0) / 255.0;
      }
    }
    double share = ink / (16 * 28 * 28);
    assertTrue(share > 0.07 && share < 0.25, "share of ink: " + share);
  }
}
