package dev.seisei.gan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.Families;
import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.Model;
import dev.seisei.core.model.ModelFamily;
import dev.seisei.core.sample.Images;
import dev.seisei.core.sample.Sample;
import dev.seisei.core.settings.Picture;
import dev.seisei.core.settings.SettingException;
import dev.seisei.core.settings.Settings;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.plan.KernelCounts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;

/**
 * What every family keeps that changes pictures by a feature network: the contract of families as
 * far as it holds without weights and saved functions, and what comes with pictures.
 *
 * @param <R> the record of its requests
 */
public abstract class PictureFamilyContract<R extends Record> {
  /** The family under test. */
  protected abstract ModelFamily<?, R> family();

  /** A checkpoint of it. */
  protected abstract Path checkpoint();

  /** The settings that are pictures. */
  protected abstract List<String> pictures();

  /** A small request that depends on the seed, of pictures of 33 rows and 47 columns at most. */
  protected abstract Map<String, ?> request(long seed);

  private Model open() {
    return Model.open(checkpoint(), Device.CPU);
  }

  private Map<String, Object> changed(Map<String, ?> changes) {
    Map<String, Object> request = new HashMap<>(request(1));
    request.putAll(changes);
    return request;
  }

  private static byte[] bytes(Sample sample) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    sample.write("json", out);
    return out.toByteArray();
  }

  @Test
  void isFoundByItsId() {
    assertSame(family().getClass(), Families.get(family().id()).getClass());
    assertFalse(family().description().isBlank());
    assertTrue(family().trainer().isEmpty());
  }

  @Test
  void defaultsOfItsRecordsBind() {
    assertEquals(
        Settings.defaults(family().requestType()), Settings.bind(family().requestType(), Map.of()));
    assertEquals(
        Settings.defaults(family().configType()), Settings.bind(family().configType(), Map.of()));
  }

  /** Counted over all that this process trained and made so far. */
  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void everyOperationHasAFastKernel() {
    try (Model model = open()) {
      long before = KernelCounts.of("reference");
      model.generate(request(7));
      assertEquals(before, KernelCounts.of("reference"), () -> KernelCounts.all().toString());
    }
  }

  @Test
  void equalSeedsGiveEqualPicturesAndOthersDoNot() throws IOException {
    try (Model model = open();
        Model other = open()) {
      byte[] first = bytes(model.generate(request(7)));
      byte[] second = bytes(model.generate(request(8)));
      assertArrayEquals(first, bytes(model.generate(request(7))));
      assertArrayEquals(first, bytes(other.generate(request(7))));
      assertFalse(Arrays.equals(first, second), "seeds 7 and 8 gave one picture");
    }
  }

  @Test
  void picturesMadeTogetherAreThoseMadeAlone() throws IOException {
    try (Generator<R> generator = family().open(Checkpoint.open(checkpoint()), Device.CPU)) {
      List<R> requests = new ArrayList<>();
      for (long seed = 0; seed < 3; seed++) {
        requests.add(Settings.bind(family().requestType(), request(seed)));
      }
      List<Sample> together = generator.generateTogether(requests);
      for (int i = 0; i < requests.size(); i++) {
        Sample alone = generator.generate(requests.get(i), GenerationListener.SILENT);
        assertArrayEquals(bytes(alone), bytes(together.get(i)), "request " + i);
      }
    }
  }

  @Test
  void picturesKeepTheirProportions() {
    try (Model model = open()) {
      for (int[] extents : new int[][] {{33, 47, 33, 47}, {47, 29, 47, 29}, {20, 20, 47, 47}}) {
        Map<String, Object> pictures = new HashMap<>(Map.of("size", 47));
        for (String name : pictures()) {
          pictures.put(name, outside(Pictures.disc(extents[0], extents[1])));
        }
        Images made = (Images) model.generate(changed(pictures));
        assertEquals(1, made.size());
        assertEquals(3, made.channels());
        assertEquals(extents[2], made.height());
        assertEquals(extents[3], made.width());
        for (float pixel : made.pixels(0)) {
          assertTrue(pixel >= 0 && pixel <= 1, "pixel " + pixel);
        }
      }
    }
  }

  @Test
  void itTellsHowFarItIsAndShowsWhatThereIs() {
    List<Long> steps = new ArrayList<>();
    List<Images> partial = new ArrayList<>();
    GenerationListener listener =
        new GenerationListener() {
          @Override
          public void at(long done, long total, String detail) {
            assertEquals(12, total);
            assertFalse(detail.isBlank());
            steps.add(done);
          }

          @Override
          public void partial(Sample sample) {
            partial.add((Images) sample);
          }
        };
    try (Model model = open()) {
      Images made =
          (Images) model.generate(model.request(changed(Map.of("steps", twelve()))), listener);
      assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L), steps);
      assertEquals(1, partial.size());
      assertEquals(made.height(), partial.get(0).height());
      assertEquals(made.width(), partial.get(0).width());
      assertFalse(Arrays.equals(made.pixels(0), partial.get(0).pixels(0)));
    }
  }

  /** How many steps to ask for so that 12 are taken. */
  protected abstract int twelve();

  @Test
  void aCancelledGenerationSaysSoAndLeavesTheModelUsable() throws IOException {
    GenerationListener afterTwo =
        new GenerationListener() {
          private long done;

          @Override
          public void at(long step, long total, String detail) {
            done = step;
          }

          @Override
          public boolean cancelled() {
            return done >= 2;
          }
        };
    try (Model model = open()) {
      byte[] before = bytes(model.generate(request(1)));
      Record request = model.request(request(1));
      assertThrows(CancellationException.class, () -> model.generate(request, afterTwo));
      assertArrayEquals(before, bytes(model.generate(request(1))));
    }
  }

  @Test
  void picturesOutliveTheGeneratorWhichClosesTwice() throws IOException {
    Model model = open();
    Sample sample = model.generate(request(1));
    byte[] before = bytes(sample);
    model.close();
    model.close();
    assertArrayEquals(before, bytes(sample));
  }

  @Test
  void aPictureThatIsMissingOrNoneIsNamed() {
    byte[] text = "no picture".getBytes(StandardCharsets.UTF_8);
    try (Model model = open()) {
      for (String name : pictures()) {
        Map<String, Object> without = new HashMap<>(request(1));
        without.remove(name);
        assertNamed(name, "must be given", () -> model.request(without));
        Map<String, Object> bad = changed(Map.of(name, outside(new Picture(text))));
        assertNamed(name, "is no PNG, JPEG, GIF or BMP file", () -> model.generate(bad));
      }
    }
  }

  @Test
  void settingsOutOfRangeAreNamed() {
    try (Model model = open()) {
      for (Map<String, ?> bad :
          List.of(
              Map.of("steps", 0),
              Map.of("steps", 1_000_000),
              Map.of("size", 0),
              Map.of("size", 1025),
              Map.of("total_variation", -1),
              Map.of("total_variation", "NaN"))) {
        String name = bad.keySet().iterator().next();
        assertNamed(name, name, () -> model.request(changed(bad)));
      }
      assertNamed("sede", "seed", () -> model.request(changed(Map.of("sede", 1))));
      assertNamed(
          "size",
          "sees nothing",
          () -> model.generate(changed(Map.of("size", 3, "image", thin()))));
    }
  }

  private static String thin() {
    return outside(Pictures.disc(1, 50));
  }

  /** Checks that a setting is refused by name. */
  protected static void assertNamed(String field, String why, Executable attempt) {
    SettingException e = assertThrows(SettingException.class, attempt);
    assertEquals(field, e.field(), e.toString());
    assertTrue(e.toString().contains(why), e.toString());
  }

  /** A picture as it comes from outside. */
  protected static String outside(Picture picture) {
    return picture.base64();
  }
}
