package dev.seisei.vae.vq;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.model.Model;
import dev.seisei.core.sample.Images;
import dev.seisei.core.settings.Picture;
import dev.seisei.core.settings.SettingException;
import dev.seisei.engine.memory.Device;
import dev.seisei.testkit.SmallRuns;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a model that was trained for a few seconds has learned, and what it makes. */
class VqGeneratorTest {
  private static final int PIXELS = 784;

  @TempDir static Path folder;

  private static Map<String, Double> numbers = Map.of();
  private static Model model;
  private static VqGenerator vq;

  @BeforeAll
  static void train() {
    numbers =
        SmallRuns.train(
            new VqFamily(),
            SmallRuns.with(VqTrainerTest.SMALL, Map.of("report_every", 50, "restart_every", 20)),
            folder.resolve("model"),
            600);
    model = Model.open(folder.resolve("model"), Device.CPU);
    vq = (VqGenerator) model.generator();
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static float[] test(int from, int count) {
    return SmallRuns.digits().test().batch(IntStream.range(from, from + count).toArray());
  }

  @Test
  void theAutoencoderHasLearnedRealDigits() {
    // In nats; the mean image, for all that is seen, is at 196, an untrained network at 562.
    double reached = requireNonNull(numbers.get("autoencoder_best_validation"));
    assertTrue(reached < 130, "validation loss " + reached);
    float[] x = test(0, 200);
    float[] again = vq.reconstruct(x, new int[200]);
    double error = 0;
    for (int i = 0; i < x.length; i++) {
      error += Math.pow((double) x[i] - again[i], 2) / x.length;
    }
    // The mean image is at 0.063.
    assertTrue(error < 0.03, "squared error a pixel " + error);
  }

  @Test
  void mostCodesAreUsed() {
    long used = Arrays.stream(vq.codes(test(0, 200))).distinct().count();
    assertTrue(used >= 24, used + " of 32");
  }

  @Test
  void thePriorHasLearnedWhichCodesFollowWhich() {
    // What is known of a code by how frequent it is at its position, in nats an image.
    int[] codes = vq.codes(test(0, 500));
    double independent = 0;
    for (int position = 0; position < 49; position++) {
      int[] counts = new int[32];
      for (int row = 0; row < 500; row++) {
        counts[codes[row * 49 + position]]++;
      }
      for (int count : counts) {
        independent -= count == 0 ? 0 : count / 500.0 * Math.log(count / 500.0);
      }
    }
    double reached = requireNonNull(numbers.get("best_validation"));
    assertTrue(reached < independent, "prior " + reached + " nats, independent " + independent);
  }

  @Test
  void aRowDoesNotDependOnHowManyAreDrawn() {
    Images few = (Images) model.generate(Map.of("n", 3, "seed", 9));
    Images many = (Images) model.generate(Map.of("n", 20, "seed", 9));
    for (int i = 0; i < 3; i++) {
      assertArrayEquals(few.pixels(i), many.pixels(i), "image " + i);
    }
  }

  @Test
  void withoutTemperatureAllSamplesAreTheMostLikely() {
    Images images = (Images) model.generate(Map.of("n", 2, "temperature", 0, "seed", 1));
    Images others = (Images) model.generate(Map.of("n", 1, "temperature", 0, "seed", 2));
    assertArrayEquals(images.pixels(0), images.pixels(1));
    assertArrayEquals(images.pixels(0), others.pixels(0));
  }

  @Test
  void aPictureIsShownThenItsReconstruction() throws IOException {
    Images shown =
        (Images) model.generate(Map.of("mode", "reconstruct", "image", picture(5).base64()));
    assertEquals(2, shown.size());
    assertArrayEquals(test(5, 1), shown.pixels(0), 0.01f);
    assertArrayEquals(vq.reconstruct(shown.pixels(0), new int[1]), shown.pixels(1));
  }

  @Test
  void interpolationBeginsAndEndsAtTheReconstructions() throws IOException {
    Map<String, Object> ends =
        Map.of("image", picture(1).base64(), "image_to", picture(2).base64());
    Images first = reconstructed(1);
    Images last = reconstructed(2);
    Images way =
        (Images) model.generate(SmallRuns.with(ends, Map.of("mode", "interpolate", "n", 9)));
    assertEquals(9, way.size());
    assertArrayEquals(first.pixels(1), way.pixels(0));
    assertArrayEquals(last.pixels(1), way.pixels(8));
    assertTrue(!Arrays.equals(way.pixels(0), way.pixels(4)), "nothing moves");
    Images one =
        (Images) model.generate(SmallRuns.with(ends, Map.of("mode", "interpolate", "n", 1)));
    assertArrayEquals(way.pixels(0), one.pixels(0));
  }

  private static Images reconstructed(int index) throws IOException {
    return (Images) model.generate(Map.of("mode", "reconstruct", "image", picture(index).base64()));
  }

  @Test
  void interpolationWithoutPicturesGoesBetweenTwoSamples() {
    Images samples = (Images) model.generate(Map.of("n", 2, "seed", 6));
    Images way = (Images) model.generate(Map.of("mode", "interpolate", "n", 4, "seed", 6));
    float[] ends = Arrays.copyOf(samples.pixels(0), 2 * PIXELS);
    System.arraycopy(samples.pixels(1), 0, ends, PIXELS, PIXELS);
    float[] expected = vq.reconstruct(ends, new int[2]);
    assertArrayEquals(Arrays.copyOf(expected, PIXELS), way.pixels(0));
    assertArrayEquals(Arrays.copyOfRange(expected, PIXELS, 2 * PIXELS), way.pixels(3));
  }

  private static Picture picture(int index) throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    new Images(1, 1, 28, 28, test(index, 1)).write("png", png);
    return new Picture(png.toByteArray());
  }

  @ParameterizedTest
  @CsvSource({
    "n, 0",
    "n, 1000000",
    "n, 1.5",
    "temperature, -1",
    "temperature, NaN",
    "seed, 99999999999999999999",
    "mode, walk",
    "label, 3",
    "image, bm90IGEgcGljdHVyZQ==",
  })
  void badRequestsAreRefusedByName(String key, String value) {
    Map<String, Object> request = new HashMap<>(Map.of(key, value));
    if (key.equals("image")) {
      request.put("mode", "reconstruct");
    }
    SettingException e = assertThrows(SettingException.class, () -> model.generate(request));
    assertEquals(key, e.field());
    assertTrue(e.toString().contains(key), e.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "reconstruct, false, false, image",
    "reconstruct, true, true, image_to",
    "sample, true, false, image",
    "sample, false, true, image_to",
    "interpolate, true, false, image_to",
    "interpolate, false, true, image_to",
  })
  void picturesGoWithTheModesThatUseThem(String mode, boolean from, boolean to, String field)
      throws IOException {
    Map<String, Object> request = new HashMap<>(Map.of("mode", mode));
    if (from) {
      request.put("image", picture(0).base64());
    }
    if (to) {
      request.put("image_to", picture(1).base64());
    }
    SettingException e = assertThrows(SettingException.class, () -> model.generate(request));
    assertEquals(field, e.field());
  }
}
