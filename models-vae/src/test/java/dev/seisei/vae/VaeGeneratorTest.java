package dev.seisei.vae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.dataset.ImageSet;
import dev.seisei.core.model.ImageSampler;
import dev.seisei.core.model.Model;
import dev.seisei.core.sample.Images;
import dev.seisei.core.settings.SettingException;
import dev.seisei.data.Binarization;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.random.RandomNumbers;
import dev.seisei.loss.ImportanceWeightedBound;
import dev.seisei.vae.latent.Codec.Posterior;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VaeGeneratorTest {
  private static final int PIXELS = 784;

  @TempDir static Path folder;

  private static Model plain;
  private static Model conditional;
  private static ImageDataset digits;

  @BeforeAll
  static void train() {
    digits = (ImageDataset) Runs.digits();
    Runs.train(folder.resolve("plain"), Map.of(), 800);
    Runs.train(folder.resolve("conditional"), Map.of("conditional", true), 500);
    plain = Model.open(folder.resolve("plain"), Device.CPU);
    conditional = Model.open(folder.resolve("conditional"), Device.CPU);
  }

  @AfterAll
  static void close() {
    plain.close();
    conditional.close();
  }

  private static float[] binary(int from, int count) {
    float[] pixels = digits.test().batch(IntStream.range(from, from + count).toArray());
    Binarization.threshold(pixels, pixels.length, 0.5f);
    return pixels;
  }

  @Test
  void importanceWeightsAreThoseOfTheDensitiesThemselves() {
    VaeGenerator vae = (VaeGenerator) plain.generator();
    int samples = 7;
    float[] x = binary(0, 3);
    double[][] weights = vae.logWeights(x, new int[3], samples, 11, 40);
    int dimensions = 8;
    Posterior q = vae.encode(x, new int[3], 3);
    for (int i = 0; i < 3; i++) {
      float[] noise = new float[samples * dimensions];
      new RandomNumbers(11, 40 + i, 1).normal(noise);
      float[] z = new float[noise.length];
      for (int j = 0; j < z.length; j++) {
        int d = i * dimensions + j % dimensions;
        z[j] = q.mean()[d] + q.deviation()[d] * noise[j];
      }
      float[] p = vae.decode(z, new int[samples], samples);
      for (int s = 0; s < samples; s++) {
        double expected = 0;
        for (int d = 0; d < dimensions; d++) {
          double prior = -0.5 * Math.pow(z[s * dimensions + d], 2);
          double encoder =
              -0.5 * Math.pow(noise[s * dimensions + d], 2)
                  - Math.log(q.deviation()[i * dimensions + d]);
          expected += prior - encoder;
        }
        for (int k = 0; k < PIXELS; k++) {
          double one = p[s * PIXELS + k];
          expected += Math.log(x[i * PIXELS + k] == 1 ? one : 1 - one);
        }
        assertEquals(expected, weights[i][s], 1e-3 * Math.abs(expected));
      }
    }
  }

  @Test
  void importanceWeightsDoNotDependOnHowTheExamplesAreCut() {
    VaeGenerator vae = (VaeGenerator) plain.generator();
    double[][] together = vae.logWeights(binary(0, 5), new int[5], 130, 1, 0);
    double[][] first = vae.logWeights(binary(0, 2), new int[2], 130, 1, 0);
    double[][] rest = vae.logWeights(binary(2, 3), new int[3], 130, 1, 2);
    assertArrayEquals(together[1], first[1]);
    assertArrayEquals(together[4], rest[2]);
  }

  @Test
  void moreSamplesGiveATighterBound() {
    VaeGenerator vae = (VaeGenerator) plain.generator();
    double[][] weights = vae.logWeights(binary(0, 50), new int[50], 200, 1, 0);
    double one = 0;
    double ten = 0;
    double all = 0;
    for (double[] w : weights) {
      one -= Arrays.stream(w).average().orElseThrow();
      for (int from = 0; from < 200; from += 10) {
        ten += ImportanceWeightedBound.loss(Arrays.copyOfRange(w, from, from + 10)) / 20;
      }
      all += ImportanceWeightedBound.loss(w);
    }
    assertTrue(one > ten && ten > all, one + " > " + ten + " > " + all);
  }

  @Test
  void reconstructionsAreNearerToTheirPictureThanToOthers() {
    VaeGenerator vae = (VaeGenerator) plain.generator();
    float[] x = binary(0, 100);
    float[] again = vae.reconstruct(x, new int[100]);
    int nearest = 0;
    for (int i = 0; i < 100; i++) {
      double own = distance(x, i, again, i);
      int picture = i;
      nearest +=
          IntStream.range(0, 100).allMatch(j -> distance(x, j, again, picture) >= own) ? 1 : 0;
    }
    assertTrue(nearest >= 50, nearest + " of 100");
  }

  private static double distance(float[] a, int i, float[] b, int j) {
    double sum = 0;
    for (int k = 0; k < PIXELS; k++) {
      sum += Math.pow((double) a[i * PIXELS + k] - b[j * PIXELS + k], 2);
    }
    return sum;
  }

  @Test
  void aConditionalModelMakesTheClassItIsAskedFor() {
    float[] means = classMeans(digits.train());
    int right = 0;
    for (int label = 0; label < 10; label++) {
      Images images =
          (Images) conditional.generate(Map.of("n", 1, "label", label, "temperature", 0));
      float[] image = images.pixels(0);
      int closest = 0;
      for (int other = 1; other < 10; other++) {
        closest =
            distance(means, other, image, 0) < distance(means, closest, image, 0) ? other : closest;
      }
      right += closest == label ? 1 : 0;
    }
    assertTrue(right >= 9, right + " of 10 classes");
  }

  private static float[] classMeans(ImageSet images) {
    float[] means = new float[10 * PIXELS];
    int[] counts = new int[10];
    for (int i = 0; i < images.size(); i++) {
      counts[images.label(i)]++;
    }
    float[] pixels = new float[PIXELS];
    for (int i = 0; i < images.size(); i++) {
      images.copy(i, pixels, 0);
      int label = images.label(i);
      for (int k = 0; k < PIXELS; k++) {
        means[label * PIXELS + k] += pixels[k] / counts[label];
      }
    }
    return means;
  }

  @Test
  void classesInTurnAreThoseAskedForOneByOne() {
    Images turn = (Images) conditional.generate(Map.of("n", 12, "seed", 4, "temperature", 0));
    for (int i : new int[] {0, 3, 11}) {
      Images one = (Images) conditional.generate(Map.of("n", 1, "label", i % 10, "temperature", 0));
      assertArrayEquals(one.pixels(0), turn.pixels(i));
    }
  }

  @Test
  void reconstructionShowsThePictureThenItsLikeness() throws IOException {
    Images shown =
        (Images)
            plain.generate(
                Map.of("mode", "reconstruct", "n", 2, "temperature", 0, "image", picture(5)));
    assertEquals(3, shown.size());
    float[] original = digits.test().batch(5);
    assertArrayEquals(original, shown.pixels(0), 0.01f);
    VaeGenerator vae = (VaeGenerator) plain.generator();
    assertArrayEquals(vae.reconstruct(shown.pixels(0), new int[1]), shown.pixels(1), 1e-6f);
    assertArrayEquals(shown.pixels(1), shown.pixels(2));
  }

  @Test
  void interpolationBetweenPicturesBeginsAndEndsAtTheirReconstructions() throws IOException {
    Images way =
        (Images)
            plain.generate(
                Map.of("mode", "interpolate", "n", 5, "image", picture(1), "image_to", picture(2)));
    VaeGenerator vae = (VaeGenerator) plain.generator();
    assertArrayEquals(vae.reconstruct(digits.test().batch(1), new int[1]), way.pixels(0), 0.02f);
    assertArrayEquals(vae.reconstruct(digits.test().batch(2), new int[1]), way.pixels(4), 0.02f);
  }

  @Test
  void aWalkMovesInSmallStepsAndComesBack() {
    Images walk = (Images) plain.generate(Map.of("mode", "walk", "n", 64, "seed", 2));
    double largest = 0;
    double across = distance(walk.pixels(0), 0, walk.pixels(32), 0);
    for (int i = 0; i < 64; i++) {
      largest = Math.max(largest, distance(walk.pixels(i), 0, walk.pixels((i + 1) % 64), 0));
    }
    assertTrue(largest < across, "largest step " + largest + ", across " + across);
  }

  /** A digit as a file in base64. */
  private static String picture(int index) throws IOException {
    float[] pixels = digits.test().batch(index);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    new Images(1, 1, 28, 28, pixels).write("png", png);
    return Base64.getEncoder().encodeToString(png.toByteArray());
  }

  @ParameterizedTest
  @CsvSource({"plain, 0", "conditional, 10"})
  void imagesDrawnForMeasuresAreThoseOfARequestWhateverThePiece(String model, int classes) {
    Model asked = model.equals("plain") ? plain : conditional;
    ImageSampler sampler = asked.as(ImageSampler.class).orElseThrow();
    assertEquals(classes, sampler.classes());
    assertEquals(digits.shape(), sampler.image());
    Images requested = (Images) asked.generate(Map.of("n", 12, "seed", 21));
    int[] labels = IntStream.range(0, 12).map(i -> i % 10).toArray();
    float[] drawn = sampler.sample(labels, 21, 0);
    float[] last = sampler.sample(Arrays.copyOfRange(labels, 9, 12), 21, 9);
    for (int i = 0; i < 12; i++) {
      float[] image = Arrays.copyOfRange(drawn, i * PIXELS, (i + 1) * PIXELS);
      assertArrayEquals(requested.pixels(i), image);
    }
    assertArrayEquals(Arrays.copyOfRange(drawn, 9 * PIXELS, 12 * PIXELS), last);
  }

  @ParameterizedTest
  @CsvSource({
    "plain, n, 0",
    "plain, n, -1",
    "plain, n, 1000000",
    "plain, n, 1.5",
    "plain, n, sixteen",
    "plain, label, 3",
    "plain, temperature, -1",
    "plain, temperature, NaN",
    "plain, seed, 99999999999999999999",
    "plain, mode, dream",
    "plain, image, bm90IGEgcGljdHVyZQ==",
    "conditional, label, 10",
    "conditional, label, -2",
  })
  void badRequestsAreRefusedByName(String model, String key, String value) {
    Map<String, Object> request = new HashMap<>(Map.of(key, value));
    if (key.equals("image")) {
      request.put("mode", "reconstruct");
    }
    Model asked = model.equals("plain") ? plain : conditional;
    SettingException e = assertThrows(SettingException.class, () -> asked.generate(request));
    assertEquals(key, e.field());
    assertTrue(e.toString().contains(key), e.toString());
  }

  @ParameterizedTest
  @CsvSource({"plain, reconstruct, image", "conditional, walk, label"})
  void whatAModeNeedsIsAskedFor(String model, String mode, String field) {
    Model asked = model.equals("plain") ? plain : conditional;
    SettingException e =
        assertThrows(SettingException.class, () -> asked.generate(Map.of("mode", mode)));
    assertEquals(field, e.field());
  }
}
