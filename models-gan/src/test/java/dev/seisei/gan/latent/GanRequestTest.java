package dev.seisei.gan.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.dataset.ImageShape;
import dev.seisei.core.sample.Images;
import dev.seisei.core.settings.SettingException;
import dev.seisei.core.settings.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of a latent space, over a decoder that shows the latents themselves. */
class GanRequestTest {
  private static final int DIMENSIONS = 4;

  private static final GanImages IMAGES =
      new GanImages(
          new ImageShape(1, 2, 3),
          10,
          DIMENSIONS,
          new LatentDecoder() {
            @Override
            public void prepare() {}

            @Override
            public float[] decode(Latent latent) {
              float[] pixels = new float[latent.rows() * 6];
              for (int i = 0; i < latent.rows(); i++) {
                System.arraycopy(latent.z(), i * DIMENSIONS, pixels, i * 6, DIMENSIONS);
                pixels[i * 6 + 4] = latent.labels()[i];
                pixels[i * 6 + 5] = latent.truncation()[i];
              }
              return pixels;
            }
          });

  private static Images images(Map<String, ?> settings) {
    return (Images) IMAGES.generate(List.of(Settings.bind(GanRequest.class, settings))).get(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "truncation| -0.1| truncation must be in [0.0, 1.0], got -0.1",
        "truncation| 1.5| truncation must be in [0.0, 1.0], got 1.5",
        "label| 10| label must be in [0, 9], or -1 for the classes in turn, got 10",
        "label| -2| label must be a class, or -1 for the classes in turn, got -2",
        "n| 0| n must be in [1, 4096], got 0",
        "latent| 1,2,x,4| latent must be numbers in [-1000, 1000] between commas, number 3 is \"x\"",
        "latent| 1,2,NaN,4| latent must be numbers in [-1000, 1000] between commas, number 3 is \"NaN\"",
        "latent| 1,2,3| latent must be 4 numbers, got 3",
        "latent_to| 1| latent_to is used by mode interpolate only; leave it out, or set mode",
      })
  void badInputIsNamed(String field, String value, String message) {
    Map<String, ?> settings =
        field.equals("latent") ? Map.of(field, value, "n", 1) : Map.of(field, value);
    SettingException e = assertThrows(SettingException.class, () -> images(settings));
    assertEquals(field, e.field());
    assertEquals(message, e.getMessage());
  }

  @Test
  void aGivenLatentIsOneImage() {
    SettingException e =
        assertThrows(SettingException.class, () -> images(Map.of("latent", "1,2,3,4", "n", 2)));
    assertEquals("n", e.field());
    Images images = images(Map.of("latent", "1, 2,3,4", "n", 1, "label", 7, "truncation", 0.5));
    assertArrayEquals(new float[] {1, 2, 3, 4, 7, 0.5f}, images.pixels(0));
  }

  @Test
  void classesComeInTurnUnlessOneIsAskedFor() {
    Images images = images(Map.of("n", 12));
    assertEquals(9, images.pixels(9)[4]);
    assertEquals(0, images.pixels(10)[4]);
  }

  @Test
  void theIthImageDoesNotDependOnHowManyThereAre() {
    assertArrayEquals(
        images(Map.of("n", 3, "seed", 5)).pixels(2), images(Map.of("n", 9, "seed", 5)).pixels(2));
    for (double truncation : new double[] {1, 0.5}) {
      Map<String, Object> request = Map.of("n", 3, "seed", 5, "truncation", truncation);
      float[] sampled = IMAGES.sample(new int[] {2}, 5, 2, truncation);
      assertArrayEquals(images(request).pixels(2), sampled);
    }
  }

  @Test
  void interpolationGoesFromOneLatentToTheOther() {
    Images images =
        images(Map.of("mode", "interpolate", "latent", "1,0,0,0", "latent_to", "0,1,0,0", "n", 3));
    assertArrayEquals(new float[] {1, 0, 0, 0, 0, 1}, images.pixels(0), 1e-6f);
    assertArrayEquals(new float[] {0, 1, 0, 0, 0, 1}, images.pixels(2), 1e-6f);
    float half = (float) Math.sqrt(0.5);
    assertArrayEquals(new float[] {half, half, 0, 0, 0, 1}, images.pixels(1), 1e-6f);
  }

  @Test
  void aWalkComesBackToWhereItBegan() {
    Images few = images(Map.of("mode", "walk", "n", 4, "seed", 3));
    float[] first = few.pixels(0);
    float[] opposite = few.pixels(2);
    for (int d = 0; d < DIMENSIONS; d++) {
      assertEquals(-first[d], opposite[d], 1e-6);
      assertTrue(Math.abs(first[d]) > 1e-4);
    }
  }
}
