package dev.seisei.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.settings.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HomeTest {
  @TempDir Path temporary;
  private List<Path> places = List.of();

  @BeforeEach
  void save() {
    places = List.of(temporary.resolve("zoo"), temporary.resolve("cache"));
    Models.step(temporary.resolve("zoo/digits"), 1).commit();
    Models.step(temporary.resolve("cache/digits"), 2).commit();
    Models.step(temporary.resolve("cache/clothes"), 3).commit();
    Models.step(temporary.resolve("secret"), 4).commit();
  }

  @Test
  void namesAreLookedUpInOrder() {
    assertEquals(temporary.resolve("zoo/digits"), Home.find("digits", places));
    assertEquals(temporary.resolve("cache/clothes"), Home.find("clothes", places));
  }

  @Test
  void foldersAreTakenAsTheyAre() {
    String secret = temporary.resolve("secret").toString();
    assertEquals(Path.of(secret), Home.find(secret, places));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "letters",
        "../secret",
        "..",
        ".",
        "zoo/digits",
        "digits/",
        "digits/.",
        "digits/../../secret",
        "a\u0000b",
        "\\digits",
        "/"
      })
  void whatIsNoneIsRefusedWithWhatThereIs(String reference) {
    SettingException refused =
        assertThrows(SettingException.class, () -> Home.find(reference, places));
    assertEquals("model", refused.field());
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains("[clothes, digits]"), message);
    for (Path place : places) {
      assertTrue(message.contains(place.toString()), message);
    }
  }

  @Test
  void placesNeedNotExist() throws IOException {
    List<Path> none = List.of(temporary.resolve("none"));
    assertThrows(SettingException.class, () -> Home.find("digits", none));
    Files.createDirectories(temporary.resolve("zoo/empty"));
    assertThrows(SettingException.class, () -> Home.find("empty", places));
  }

  @Test
  void theCacheIsWhereTheEnvironmentSays() {
    Path user = Path.of("/home/a");
    assertEquals(Path.of("/home/a/.cache/seisei"), Home.cache(Map.of(), user));
    assertEquals(Path.of("/x/seisei"), Home.cache(Map.of("XDG_CACHE_HOME", "/x"), user));
    assertEquals(Path.of("/home/a/.cache/seisei"), Home.cache(Map.of("XDG_CACHE_HOME", "x"), user));
    assertEquals(Path.of("/home/a/.cache/seisei"), Home.cache(Map.of("XDG_CACHE_HOME", ""), user));
    assertEquals(
        Path.of("/y"), Home.cache(Map.of("XDG_CACHE_HOME", "/x", "SEISEI_CACHE", "/y"), user));
    assertEquals(Path.of("/home/a/.cache/seisei"), Home.cache(Map.of("SEISEI_CACHE", ""), user));
  }

  @Test
  void theZooIsUnderTheHome() {
    String before = System.getProperty("seisei.home");
    try {
      System.setProperty("seisei.home", "/opt/seisei");
      assertEquals(Path.of("/opt/seisei/zoo"), Home.zoo());
      System.clearProperty("seisei.home");
      assertEquals(Path.of("zoo"), Home.zoo());
    } finally {
      if (before != null) {
        System.setProperty("seisei.home", before);
      }
    }
  }
}
