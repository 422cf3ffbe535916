package dev.seisei.core.settings;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureTest {
  private static final byte[] FILE = {(byte) 0x89, 'P', 'N', 'G', 0, 1, 2};
  private static final String BASE64 = Base64.getEncoder().encodeToString(FILE);

  @Test
  void isReadFromBase64AndFromDataUrls() {
    assertArrayEquals(FILE, Picture.parse("image", BASE64).file());
    assertArrayEquals(FILE, Picture.parse("image", "data:image/png;base64," + BASE64).file());
    assertArrayEquals(
        FILE, Picture.parse("image", " data:image/png;name=a.png;base64," + BASE64 + "\n").file());
    assertEquals(BASE64, new Picture(FILE).base64());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "data:",
        "data:image/png;base64,",
        "data:image/png;base64",
        "data:image/png,AQID",
        "data:text/plain;base64,AQID",
        "http://example.org/a.png",
        "./picture.png",
        "AQ=I",
        "AQ ID",
        "AQ\u0000D"
      })
  void whatIsNoPictureIsRefused(String text) {
    SettingException refused =
        assertThrows(SettingException.class, () -> Picture.parse("image", text));
    assertEquals("image", refused.field());
    assertTrue(String.valueOf(refused.getMessage()).startsWith("image must be"), text);
  }

  @Test
  void theLimitIsExact() {
    byte[] largest = new byte[Picture.MAX_BYTES];
    assertEquals(
        largest.length, Picture.parse("image", new Picture(largest).base64()).file().length);
    byte[] larger = new byte[Picture.MAX_BYTES + 1];
    assertThrows(SettingException.class, () -> new Picture(larger));
    assertThrows(SettingException.class, () -> new Picture(new byte[0]));
    String text = Base64.getEncoder().encodeToString(larger);
    assertEquals(
        "image must be a file of 1 to 16777216 bytes, got 16777217",
        assertThrows(SettingException.class, () -> Picture.parse("image", text)).getMessage());
  }

  @Test
  void picturesAreValues() {
    byte[] mine = FILE.clone();
    Picture picture = new Picture(mine);
    mine[0] = 0;
    picture.file()[1] = 0;
    assertArrayEquals(FILE, picture.file());
    assertEquals(new Picture(FILE), picture);
    assertEquals(new Picture(FILE).hashCode(), picture.hashCode());
    assertNotEquals(new Picture(mine), picture);
    assertEquals("picture of 7 bytes", picture.toString());
  }
}
