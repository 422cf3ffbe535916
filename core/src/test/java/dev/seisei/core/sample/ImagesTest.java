package dev.seisei.core.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImagesTest {
  /** Images whose pixel at flat index i has level (7·i) mod 256. */
  private static Images images(int count, int channels, int height, int width) {
    float[] pixels = new float[count * channels * height * width];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = 7 * i % 256 / 255f;
    }
    return new Images(count, channels, height, width, pixels);
  }

  private static int level(Images images, int index, int channel, int y, int x) {
    return Math.round(images.pixel(index, channel, y, x) * 255);
  }

  static byte[] write(Sample sample, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    sample.write(format, out);
    return out.toByteArray();
  }

  private static Raster png(Images images) throws IOException {
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(write(images, "png")));
    return picture.getRaster();
  }

  @ParameterizedTest
  @CsvSource({"1", "3"})
  void oneImageIsThePictureItself(int channels) throws IOException {
    Images one = images(1, channels, 3, 5);
    Raster picture = png(one);
    assertEquals(5, picture.getWidth());
    assertEquals(3, picture.getHeight());
    assertEquals(channels, picture.getNumBands());
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < 3; y++) {
        for (int x = 0; x < 5; x++) {
          assertEquals(level(one, 0, c, y, x), picture.getSample(x, y, c));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "2,2,1", "3,2,2", "4,2,2", "5,3,2", "9,3,3", "10,4,3", "64,8,8"})
  void theGridIsAsNearToASquareAsTheCountAllows(int count, int columns, int rows)
      throws IOException {
    Raster picture = png(images(count, 1, 4, 3));
    if (count > 1) {
      assertEquals(columns * 5 + 2, picture.getWidth());
      assertEquals(rows * 6 + 2, picture.getHeight());
    }
  }

  @ParameterizedTest
  @CsvSource({"1", "3"})
  void eachImageHasItsPlaceInTheGridAndAllElseIsBlack(int channels) throws IOException {
    Images five = images(5, channels, 4, 3);
    Raster picture = png(five);
    int[][][] expected = new int[channels][2 * 6 + 2][3 * 5 + 2];
    for (int i = 0; i < 5; i++) {
      for (int c = 0; c < channels; c++) {
        for (int y = 0; y < 4; y++) {
          for (int x = 0; x < 3; x++) {
            expected[c][2 + i / 3 * 6 + y][2 + i % 3 * 5 + x] = level(five, i, c, y, x);
          }
        }
      }
    }
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < expected[c].length; y++) {
        for (int x = 0; x < expected[c][y].length; x++) {
          assertEquals(expected[c][y][x], picture.getSample(x, y, c), c + " " + y + " " + x);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"png", "gif", "json"})
  void equalImagesGiveEqualBytes(String format) throws IOException {
    assertArrayEquals(
        write(images(5, 3, 8, 8), format), write(images(5, 3, 8, 8).slice(0, 5), format));
  }

  @Test
  void valuesAreClampedWhenWritten() throws IOException {
    float[] pixels = {-1, -0.001f, 0, 0.5f, 1, 1.001f, 1e9f, Float.NaN};
    Raster picture = png(new Images(1, 1, 1, 8, pixels));
    int[] levels = picture.getSamples(0, 0, 8, 1, 0, (int[]) null);
    assertArrayEquals(new int[] {0, 0, 0, 128, 255, 255, 255, 0}, levels);
  }

  @Test
  void theGifRunsForEverAndShowsEachImageForATenthOfASecond() throws IOException {
    Images frames = images(3, 1, 4, 6);
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    try (ImageInputStream in =
        ImageIO.createImageInputStream(new ByteArrayInputStream(write(frames, "gif")))) {
      reader.setInput(in);
      assertEquals(3, reader.getNumImages(true));
      for (int i = 0; i < 3; i++) {
        ImageFile frame = ImageFile.decode(write(frames.slice(i, 1), "gif"));
        assertArrayEquals(frames.pixels(i), frame.pixels(1, 4, 6), 1e-6f);
        // Java's reader gives the frames of an animation as palettes of grey.
        assertEquals(level(frames, i, 0, 2, 3), reader.read(i).getRGB(3, 2) & 0xFF);
        IIOMetadataNode root =
            (IIOMetadataNode) reader.getImageMetadata(i).getAsTree("javax_imageio_gif_image_1.0");
        IIOMetadataNode control =
            (IIOMetadataNode) root.getElementsByTagName("GraphicControlExtension").item(0);
        assertEquals("10", control.getAttribute("delayTime"));
      }
      IIOMetadataNode first =
          (IIOMetadataNode) reader.getImageMetadata(0).getAsTree("javax_imageio_gif_image_1.0");
      IIOMetadataNode loop =
          (IIOMetadataNode) first.getElementsByTagName("ApplicationExtension").item(0);
      assertEquals("NETSCAPE", loop.getAttribute("applicationID"));
      assertArrayEquals(new byte[] {1, 0, 0}, (byte[]) loop.getUserObject());
    } finally {
      reader.dispose();
    }
  }

  @Test
  void aGifKeepsColours() throws IOException {
    float[] redThenBlue = {1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1};
    Images frames = new Images(2, 3, 1, 2, redThenBlue);
    assertArrayEquals(
        new float[] {1, 1, 0, 0, 0, 0},
        ImageFile.decode(write(frames, "gif")).pixels(3, 1, 2),
        1e-6f);
  }

  @Test
  void jsonHoldsShapeAndNumbers() throws IOException {
    Images images = images(2, 3, 2, 1);
    JsonNode json = new ObjectMapper().readTree(write(images, "json"));
    assertEquals("[2,3,2,1]", json.get("shape").toString());
    assertEquals(12, json.get("data").size());
    for (int i = 0; i < 12; i++) {
      assertEquals(7 * i % 256 / 255f, json.get("data").get(i).floatValue());
    }
  }

  @Test
  void aSliceHoldsItsImages() {
    Images five = images(5, 3, 2, 2);
    Images slice = five.slice(2, 2);
    assertEquals(2, slice.size());
    assertArrayEquals(five.pixels(2), slice.pixels(0));
    assertArrayEquals(five.pixels(3), slice.pixels(1));
    assertThrows(IndexOutOfBoundsException.class, () -> five.slice(4, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> five.slice(-1, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> five.slice(1, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> five.pixels(5));
  }

  @ParameterizedTest
  @CsvSource({
    "0,1,2,2,4,'count must be positive, got 0'",
    "1,2,2,2,8,'channels must be 1 (grey) or 3 (red, green, blue), got 2'",
    "1,1,-2,-2,4,'height must be positive, got -2'",
    "1,1,2,0,0,'width must be positive, got 0'",
    "2,1,2,2,7,'expected 8 numbers for count·channels·height·width = [2, 1, 2, 2], got 7'",
    "65536,1,65536,65536,0,'expected 4294967296 numbers for count·channels·height·width ="
        + " [65536, 1, 65536, 65536], got 0'"
  })
  void badExtentsAreNamed(
      int count, int channels, int height, int width, int numbers, String message) {
    IllegalArgumentException bad =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Images(count, channels, height, width, new float[numbers]));
    assertEquals(message, bad.getMessage());
  }

  @Test
  void anUnknownFormatIsAnsweredWithTheKnownOnes() {
    IllegalArgumentException bad =
        assertThrows(IllegalArgumentException.class, () -> write(images(1, 1, 1, 1), "tiff"));
    assertEquals("cannot write images as \"tiff\"; use one of png, gif, json", bad.getMessage());
  }
}
