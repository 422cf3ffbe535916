package dev.seisei.core.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.importing.Pull.Options;
import dev.seisei.core.importing.Pull.Pulled;
import dev.seisei.core.importing.ShelfSource.Thing;
import dev.seisei.core.model.ConstantFamily;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.settings.SettingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PullTest {
  private static final String NATIVE =
      "{\"model_type\": \"constant\", \"format_version\": 1, \"number\": 5}";

  @TempDir Path cache;

  @BeforeEach
  void clear() {
    ShelfSource.SHELF.clear();
    ShelfSource.BROUGHT.clear();
    ShelfSource.BROKEN.clear();
  }

  private static void put(String name, Thing thing) {
    ShelfSource.SHELF.put(name, thing);
  }

  private static Thing file(String name, String content) {
    return new Thing("1", Map.of(name, content), false, "", "");
  }

  private static Thing folder(String version, String kind, String... namesAndContents) {
    Map<String, String> files = new LinkedHashMap<>();
    for (int i = 0; i < namesAndContents.length; i += 2) {
      files.put(namesAndContents[i], namesAndContents[i + 1]);
    }
    return new Thing(version, files, true, kind, "");
  }

  private Pulled pull(String name, Options options) {
    return Pull.pull("shelf:" + name, options, cache, Progress.SILENT);
  }

  private Pulled pull(String name) {
    return pull(name, Options.NONE);
  }

  private static Options options(String name, String kind, String sha256, boolean replace) {
    return new Options(
        Optional.of(name).filter(text -> !text.isEmpty()),
        Optional.of(kind).filter(text -> !text.isEmpty()),
        Optional.empty(),
        Optional.of(sha256).filter(text -> !text.isEmpty()),
        replace);
  }

  private static double number(Path model) {
    return Checkpoint.open(model).config(ConstantFamily.Config.class).number();
  }

  /** All files in the cache, but for those of the folder of models. */
  private List<String> left() throws IOException {
    try (Stream<Path> files = Files.walk(cache)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> cache.relativize(file).toString().replace('\\', '/'))
          .filter(name -> !name.startsWith("models/"))
          .sorted()
          .toList();
    }
  }

  private String refused(String name, Options options) {
    return String.valueOf(
        assertThrows(SettingException.class, () -> pull(name, options)).getMessage());
  }

  @Test
  void aFolderOfThisProjectIsTakenAsItIs() throws IOException {
    put("five", folder("1", "hf", "config.json", NATIVE, "below/deep/text", "deep"));
    Pulled pulled = pull("five");
    assertEquals(cache.resolve("models/five"), pulled.model());
    assertEquals("shelf:five@1", pulled.source());
    assertFalse(pulled.before());
    assertEquals(5, number(pulled.model()));
    assertEquals("deep", Files.readString(pulled.model().resolve("below/deep/text")));
    assertEquals(List.of(), left());
  }

  @Test
  void aFolderOfOthersIsOpenedByItsFamilyWhereNothingImportsIt() {
    put("five", folder("1", "hf", "config.json", "{\"model_type\": \"constant\", \"number\": 5}"));
    assertEquals(5, number(pull("five").model()));
    put("odd", folder("1", "hf", "config.json", "{\"model_type\": \"martian\"}"));
    assertEquals(
        "family \"martian\" is not known; there are [constant]", refused("odd", Options.NONE));
  }

  @Test
  void aForeignFormatIsConverted() throws IOException {
    put("seven", new Thing("1", Map.of("number", "7", "tokens", "abc"), true, "crate", "tokens"));
    Path model = pull("seven").model();
    assertEquals(7, number(model));
    assertEquals("abc", Files.readString(model.resolve("vocabulary")));
    assertTrue(Files.readString(model.resolve("source.json")).contains("shelf:seven@1"));
    assertFalse(Files.exists(model.resolve("number")));
    assertEquals(List.of(), left());
  }

  @Test
  void theEndingOrAnOptionSaysTheFormatOfAFile() {
    put("eight.crate", file("eight.crate", "8"));
    assertEquals(8, number(pull("eight.crate").model()));
    put("nine.txt", file("nine.txt", "9"));
    assertEquals(
        "nine.txt does not say by its ending what it is; give its format by --kind, one of [crate]",
        refused("nine.txt", Options.NONE));
    Path nine = pull("nine.txt", options("nine", "crate", "", false)).model();
    assertEquals(9, number(nine));
    assertEquals("nine", nine.getFileName().toString());
    assertEquals(
        "nothing imports \"wood\"; kinds are [crate]",
        refused("nine.txt", options("", "wood", "", false)));
  }

  @Test
  void aFileThatIsAModelStaysOne() throws IOException {
    put("ten.box", file("ten.box", "10"));
    Pulled pulled = pull("ten.box");
    assertEquals(cache.resolve("models/ten.box"), pulled.model());
    assertEquals(10, number(pulled.model()));
    assertEquals(List.of(), left());
    assertTrue(pull("ten.box").before());
    Path named = pull("ten.box", options("x", "", "", false)).model();
    assertEquals("x.box", named.getFileName().toString());
    put("ten.box", new Thing("2", Map.of("ten.box", "11"), false, "", ""));
    assertTrue(refused("ten.box", options("x", "", "", false)).contains("x.box is there already"));
    assertEquals(10, number(named));
  }

  @Test
  void whatIsThereIsNotBroughtAgain() {
    put("seven", folder("1", "crate", "number", "7"));
    pull("seven");
    ShelfSource.BROUGHT.clear();
    assertTrue(pull("seven").before());
    assertEquals(List.of(), ShelfSource.BROUGHT);
  }

  @Test
  void anotherModelOfTheNameIsReplacedOnlyIfThatIsSaid() {
    put("seven", folder("1", "crate", "number", "7"));
    Path model = pull("seven").model();
    put("seven", folder("2", "crate", "number", "7.2"));
    assertEquals(
        model
            + " is there already, from shelf:seven@1; --force replaces it by shelf:seven@2, --name"
            + " gives this one another name",
        refused("seven", Options.NONE));
    assertEquals(7, number(model));
    assertEquals(7.2, number(pull("seven", options("", "", "", true)).model()));
    assertEquals(7.2, number(pull("seven", options("other", "", "", false)).model()));
  }

  @Test
  void whatFailsLeavesNoModelAndGoesOnWhereItStopped() throws IOException {
    put("five", folder("1", "", "config.json", NATIVE, "weights", "w"));
    ShelfSource.BROKEN.add("weights");
    UncheckedIOException failed = assertThrows(UncheckedIOException.class, () -> pull("five"));
    assertEquals("cannot pull shelf:five: the connection was cut; try again", failed.getMessage());
    assertFalse(Files.exists(cache.resolve("models")));
    ShelfSource.BROKEN.clear();
    pull("five");
    assertEquals(List.of("config.json", "weights"), ShelfSource.BROUGHT);
    assertEquals(List.of(), left());
  }

  @Test
  void whatCannotBeConvertedLeavesTheOldModel() {
    put("seven", folder("1", "crate", "number", "7"));
    Path model = pull("seven").model();
    put("seven", folder("2", "crate", "number", "many"));
    assertThrows(IllegalArgumentException.class, () -> pull("seven", options("", "", "", true)));
    assertEquals(7, number(model));
  }

  @Test
  void aHashIsChecked() throws IOException {
    put("ten.box", file("ten.box", "10"));
    UncheckedIOException other =
        assertThrows(
            UncheckedIOException.class, () -> pull("ten.box", options("", "", "00", false)));
    assertTrue(
        String.valueOf(other.getMessage()).contains("another file: its SHA-256 is 4a44dc15"),
        other::toString);
    assertEquals(List.of(), left().stream().filter(name -> !name.endsWith(".lock")).toList());
    String right = "4A44DC15364204A80FE80E9039455CC1608281820FE2B24F1E5233ADE6AF1DD5";
    assertEquals(10, number(pull("ten.box", options("", "", right, false)).model()));
    put("seven", folder("1", "crate", "number", "7"));
    assertTrue(refused("seven", options("", "", right, false)).contains("is a folder of several"));
  }

  @Test
  void namesLeadNowhereElse() {
    put("ten.box", file("ten.box", "10"));
    for (String name : List.of("../up", "a/b", ".hidden", "c:d", "..", "/etc")) {
      assertTrue(refused("ten.box", options(name, "", "", false)).contains("no name of a model"));
    }
  }

  @Test
  void aPullCanBeCancelled() {
    put("seven", folder("1", "crate", "number", "7"));
    Progress impatient =
        new Progress() {
          @Override
          public boolean cancelled() {
            return true;
          }
        };
    assertThrows(
        CancellationException.class,
        () -> Pull.pull("shelf:seven", Options.NONE, cache, impatient));
    assertFalse(Files.exists(cache.resolve("models/seven")));
  }

  @Test
  void whatNothingKnowsNamesWhatIsKnown() {
    assertEquals(
        "nothing knows where \"moon:x\" is; use one of shelf:THING",
        assertThrows(
                SettingException.class,
                () -> Pull.pull("moon:x", Options.NONE, cache, Progress.SILENT))
            .getMessage());
    assertEquals(
        "cannot pull shelf:none: nothing called none is on the shelf",
        assertThrows(UncheckedIOException.class, () -> pull("none")).getMessage());
  }
}
