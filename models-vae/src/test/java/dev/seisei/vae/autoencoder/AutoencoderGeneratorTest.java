package dev.seisei.vae.autoencoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.model.Model;
import dev.seisei.core.sample.Images;
import dev.seisei.core.settings.Picture;
import dev.seisei.core.settings.SettingException;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.random.RandomNumbers;
import dev.seisei.testkit.SmallRuns;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutoencoderGeneratorTest {
  private static final int PIXELS = 784;
  private static final int DIMENSIONS = 8;

  @TempDir static Path folder;

  private static Model model;
  private static AutoencoderGenerator autoencoder;

  @BeforeAll
  static void train() {
    train("model", 1e-2);
    model = Model.open(folder.resolve("model"), Device.CPU);
    autoencoder = (AutoencoderGenerator) model.generator();
  }

  private static void train(String name, double penalty) {
    SmallRuns.train(
        new AutoencoderFamily(),
        SmallRuns.with(AutoencoderTrainerTest.SMALL, Map.of("code_penalty", penalty)),
        folder.resolve(name),
        600);
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static float[] test(int from, int count) {
    return SmallRuns.digits().test().batch(IntStream.range(from, from + count).toArray());
  }

  private static double distance(float[] a, int i, float[] b, int j) {
    double sum = 0;
    for (int k = 0; k < PIXELS; k++) {
      sum += Math.pow((double) a[i * PIXELS + k] - b[j * PIXELS + k], 2);
    }
    return sum;
  }

  @Test
  void reconstructionsAreNearerToTheirPictureThanToOthers() {
    float[] x = test(0, 100);
    float[] again = autoencoder.reconstruct(x, new int[100]);
    int nearest = 0;
    for (int i = 0; i < 100; i++) {
      int picture = i;
      double own = distance(x, i, again, i);
      nearest +=
          IntStream.range(0, 100).allMatch(j -> distance(x, j, again, picture) >= own) ? 1 : 0;
    }
    assertTrue(nearest >= 50, nearest + " of 100");
  }

  @Test
  void thePriorHasTheMomentsOfTheTrainingCodes() {
    int rows = 20_000;
    float[] noise = new float[rows * DIMENSIONS];
    new RandomNumbers(5, 0, 0).normal(noise);
    float[] images = SmallRuns.digits().train().batch(IntStream.range(0, 2000).toArray());
    float[] codes = autoencoder.encode(images, new int[0], 2000).mean();
    double[][] expected = moments(codes);
    double[][] actual = moments(autoencoder.prior(noise));
    double largest =
        IntStream.range(0, DIMENSIONS).mapToDouble(i -> expected[i][i]).max().orElse(0);
    for (int i = 0; i <= DIMENSIONS; i++) {
      assertArrayEquals(expected[i], actual[i], 0.05 * largest, "row " + i);
    }
  }

  /** The covariance, and as last row the mean. */
  private static double[][] moments(float[] points) {
    int rows = points.length / DIMENSIONS;
    double[][] moments = new double[DIMENSIONS + 1][DIMENSIONS];
    double[] mean = moments[DIMENSIONS];
    for (int i = 0; i < points.length; i++) {
      mean[i % DIMENSIONS] += points[i] / (double) rows;
    }
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < DIMENSIONS; i++) {
        for (int j = 0; j < DIMENSIONS; j++) {
          moments[i][j] +=
              (points[row * DIMENSIONS + i] - mean[i])
                  * (points[row * DIMENSIONS + j] - mean[j])
                  / rows;
        }
      }
    }
    return moments;
  }

  @Test
  void aHigherPenaltyGivesShorterCodes() {
    train("strict", 10);
    try (Model strict = Model.open(folder.resolve("strict"), Device.CPU)) {
      double usual = length(autoencoder);
      double shorter = length((AutoencoderGenerator) strict.generator());
      assertTrue(shorter < 0.5 * usual, usual + " and " + shorter);
    }
  }

  private static double length(AutoencoderGenerator generator) {
    double sum = 0;
    for (float z : generator.encode(test(0, 100), new int[100], 100).mean()) {
      sum += z * z / 100;
    }
    return Math.sqrt(sum);
  }

  @Test
  void withoutTemperatureAllSamplesAreTheMean() {
    Images images = (Images) model.generate(Map.of("n", 3, "temperature", 0));
    float[] mean = autoencoder.prior(new float[DIMENSIONS]);
    assertArrayEquals(autoencoder.decode(mean, new int[1], 1), images.pixels(0));
    assertArrayEquals(images.pixels(0), images.pixels(2));
  }

  @Test
  void aPictureIsShownThenItsReconstruction() throws IOException {
    Images shown =
        (Images)
            model.generate(Map.of("mode", "reconstruct", "n", 1, "image", picture(5).base64()));
    assertEquals(2, shown.size());
    assertArrayEquals(test(5, 1), shown.pixels(0), 0.01f);
    assertArrayEquals(autoencoder.reconstruct(shown.pixels(0), new int[1]), shown.pixels(1), 1e-6f);
  }

  @Test
  void interpolationBeginsAndEndsAtTheReconstructions() throws IOException {
    Images way =
        (Images)
            model.generate(
                Map.of(
                    "mode",
                    "interpolate",
                    "n",
                    5,
                    "image",
                    picture(1).base64(),
                    "image_to",
                    picture(2).base64()));
    assertArrayEquals(autoencoder.reconstruct(test(1, 1), new int[1]), way.pixels(0), 0.02f);
    assertArrayEquals(autoencoder.reconstruct(test(2, 1), new int[1]), way.pixels(4), 0.02f);
  }

  private static Picture picture(int index) throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    new Images(1, 1, 28, 28, test(index, 1)).write("png", png);
    return new Picture(png.toByteArray());
  }

  @ParameterizedTest
  @CsvSource({
    "n, 0",
    "n, 1.5",
    "label, 3",
    "temperature, -1",
    "temperature, NaN",
    "mode, dream",
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
}
