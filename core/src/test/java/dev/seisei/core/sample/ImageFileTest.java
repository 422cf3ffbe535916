package dev.seisei.core.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.settings.Picture;
import dev.seisei.core.settings.SettingException;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFileTest {
  private static byte[] file(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertTrue(ImageIO.write(image, format, out), format);
    return out.toByteArray();
  }

  private static BufferedImage grey(int width, int height) {
    return filled(new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY));
  }

  private static BufferedImage colour(int width, int height) {
    return filled(new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR));
  }

  /** Sets each sample to a level that tells where it is. */
  private static BufferedImage filled(BufferedImage image) {
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        for (int band = 0; band < image.getRaster().getNumBands(); band++) {
          image.getRaster().setSample(x, y, band, (31 * y + 7 * x + 101 * band) % 256);
        }
      }
    }
    return image;
  }

  private static void assertSamples(BufferedImage image, float[] pixels, int channels) {
    int at = 0;
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < image.getHeight(); y++) {
        for (int x = 0; x < image.getWidth(); x++) {
          assertEquals(image.getRaster().getSample(x, y, c) / 255f, pixels[at++]);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "gif"})
  void aPictureOfTheSizeIsKeptToTheLastBit(String format) throws IOException {
    BufferedImage image = grey(9, 5);
    assertSamples(image, ImageFile.decode(file(image, format)).pixels(1, 5, 9), 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp"})
  void coloursComeChannelByChannel(String format) throws IOException {
    BufferedImage image = colour(4, 6);
    assertSamples(image, ImageFile.decode(file(image, format)).pixels(3, 6, 4), 3);
  }

  @Test
  void aJpegIsNearlyWhatItWas() throws IOException {
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 256; i++) {
      image.getRaster().setSample(i % 16, i / 16, 0, 8 * (i % 16) + 4 * (i / 16));
    }
    float[] pixels = ImageFile.decode(file(image, "jpg")).pixels(1, 16, 16);
    for (int i = 0; i < 256; i++) {
      assertEquals((8 * (i % 16) + 4 * (i / 16)) / 255f, pixels[i], 0.03f);
    }
  }

  @Test
  void greyOfSixteenBitsIsReadWhole() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setSample(0, 0, 0, 65535);
    image.getRaster().setSample(1, 0, 0, 12345);
    assertArrayEquals(
        new float[] {1, 12345 / 65535f}, ImageFile.decode(file(image, "png")).pixels(1, 1, 2));
  }

  @Test
  void aPaletteIsLookedUp() throws IOException {
    byte[] red = {0, (byte) 255};
    byte[] green = {51, 0};
    byte[] blue = {0, 102};
    IndexColorModel palette = new IndexColorModel(1, 2, red, green, blue);
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY, palette);
    image.getRaster().setSample(1, 0, 0, 1);
    assertArrayEquals(
        new float[] {0, 1, 0.2f, 0, 0, 0.4f},
        ImageFile.decode(file(image, "png")).pixels(3, 1, 2),
        1e-6f);
  }

  @Test
  void whatIsTransparentLiesOverBlack() throws IOException {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_4BYTE_ABGR);
    image.setRGB(0, 0, 0x00FFFFFF);
    image.setRGB(1, 0, 0x80FF8000);
    image.setRGB(2, 0, 0xFF336699);
    float half = 128 / 255f;
    assertArrayEquals(
        new float[] {0, half, 0.2f, 0, half * half, 0.4f, 0, 0, 0.6f},
        ImageFile.decode(file(image, "png")).pixels(3, 1, 3),
        1e-6f);
  }

  @Test
  void greyIsLuma() throws IOException {
    BufferedImage image = new BufferedImage(4, 1, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0xFF0000);
    image.setRGB(1, 0, 0x00FF00);
    image.setRGB(2, 0, 0x0000FF);
    image.setRGB(3, 0, 0x777777);
    assertArrayEquals(
        new float[] {0.299f, 0.587f, 0.114f, 0x77 / 255f},
        ImageFile.decode(file(image, "png")).pixels(1, 1, 4),
        1e-6f);
  }

  @Test
  void shrinkingTakesMeansAndSoMakesNoPatterns() throws IOException {
    BufferedImage board = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 64 * 64; i++) {
      board.getRaster().setSample(i % 64, i / 64, 0, (i % 64 + i / 64) % 2 * 255);
    }
    float[] pixels = ImageFile.decode(file(board, "png")).pixels(1, 8, 8);
    for (float pixel : pixels) {
      assertEquals(0.5f, pixel, 0.01f);
    }
  }

  @Test
  void growingIsBilinear() throws IOException {
    BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSamples(0, 0, 2, 2, 0, new int[] {0, 200, 0, 200});
    // Centres of the output lie at 1/4, 3/4, 5/4 and 7/4, those of the source at 1/2 and 3/2.
    float[] row = {0, 50 / 255f, 150 / 255f, 200 / 255f};
    float[] pixels = ImageFile.decode(file(image, "png")).pixels(1, 4, 4);
    for (int y = 0; y < 4; y++) {
      assertArrayEquals(row, Arrays.copyOfRange(pixels, 4 * y, 4 * y + 4), 1e-6f);
    }
  }

  @Test
  void theCentreIsKeptAndNothingIsStretched() throws IOException {
    BufferedImage wide = new BufferedImage(9, 3, BufferedImage.TYPE_BYTE_GRAY);
    wide.getRaster().setSamples(3, 0, 3, 3, 0, new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
    float[] pixels = ImageFile.decode(file(wide, "png")).pixels(1, 3, 3);
    for (int i = 0; i < 9; i++) {
      assertEquals((i + 1) / 255f, pixels[i]);
    }
    BufferedImage tall = new BufferedImage(1, 5, BufferedImage.TYPE_BYTE_GRAY);
    tall.getRaster().setSample(0, 2, 0, 77);
    assertArrayEquals(new float[] {77 / 255f}, ImageFile.decode(file(tall, "png")).pixels(1, 1, 1));
  }

  @Property(tries = 50)
  void aPictureOfOneValueStaysThatAtEverySize(
      @ForAll @IntRange(min = 1, max = 40) int inHeight,
      @ForAll @IntRange(min = 1, max = 40) int inWidth,
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @ByteRange(min = 0, max = 127) byte half)
      throws IOException {
    int level = 2 * half + 1;
    BufferedImage image = new BufferedImage(inWidth, inHeight, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < inWidth * inHeight; i++) {
      image.getRaster().setSample(i % inWidth, i / inWidth, 0, level);
    }
    for (float pixel : ImageFile.decode(file(image, "png")).pixels(1, height, width)) {
      assertEquals(level / 255f, pixel, 1e-6f);
      assertTrue(pixel <= 1);
    }
  }

  @Test
  void channelsAndSizeAreChecked() throws IOException {
    ImageFile image = ImageFile.decode(file(grey(2, 2), "png"));
    assertThrows(IllegalArgumentException.class, () -> image.pixels(2, 2, 2));
    assertThrows(IllegalArgumentException.class, () -> image.pixels(1, 0, 2));
    assertThrows(IllegalArgumentException.class, () -> image.pixels(1, 2, -1));
  }

  /** A PNG file whose header says another size than its pixels have. */
  private static byte[] withSize(byte[] png, int width, int height) {
    byte[] changed = png.clone();
    ByteBuffer.wrap(changed).putInt(16, width).putInt(20, height);
    CRC32 sum = new CRC32();
    sum.update(changed, 12, 17);
    ByteBuffer.wrap(changed).putInt(29, (int) sum.getValue());
    return changed;
  }

  @Test
  void aHugePictureIsRefusedBeforeItIsDecoded() throws IOException {
    byte[] huge = withSize(file(grey(2, 2), "png"), 2_000_000_000, 2_000_000_000);
    IOException bad = assertThrows(IOException.class, () -> ImageFile.decode(huge));
    assertEquals("has 2000000000×2000000000 pixels; at most 64000000 are read", bad.getMessage());
    SettingException field =
        assertThrows(
            SettingException.class, () -> ImageInput.read("image", new Picture(huge), 1, 2, 2));
    assertEquals("image", field.field());
    assertEquals("image " + bad.getMessage(), field.getMessage());
  }

  @Test
  void whatIsNoPictureIsRefused() {
    byte[] text = "<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(StandardCharsets.UTF_8);
    IOException bad = assertThrows(IOException.class, () -> ImageFile.decode(text));
    assertEquals("is no PNG, JPEG, GIF or BMP file", bad.getMessage());
    assertThrows(IOException.class, () -> ImageFile.decode(new byte[0]));
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "gif"})
  void aPictureThatIsCutIsRefused(String format) throws IOException {
    byte[] whole = file(grey(64, 64), format);
    for (int length : new int[] {10, 30, whole.length / 2}) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThrows(IOException.class, () -> ImageFile.decode(cut), format + " " + length);
    }
  }

  @Property(tries = 300)
  void aDamagedFileIsReadOrRefusedAndNothingElse(
      @ForAll @IntRange(min = 0, max = 3) int format,
      @ForAll @IntRange(min = 0, max = 10_000) int position,
      @ForAll byte value)
      throws IOException {
    byte[] bytes = file(colour(12, 9), new String[] {"png", "jpg", "bmp", "gif"}[format]);
    bytes[position % bytes.length] = value;
    try {
      float[] pixels = ImageFile.decode(bytes).pixels(3, 4, 4);
      assertEquals(48, pixels.length);
    } catch (IOException e) {
      assertTrue(e.toString().matches("(?s)java.io.IOException: (is|has) .*"), e::toString);
    }
  }

  @Test
  void inputIsTheFilesPixels() throws IOException {
    BufferedImage image = colour(5, 7);
    float[] pixels = ImageInput.read("image", new Picture(file(image, "png")), 3, 7, 5);
    assertSamples(image, pixels, 3);
  }
}
