package dev.seisei.gan.latent;

import dev.seisei.core.settings.Require;
import dev.seisei.core.settings.SettingException;
import java.util.Arrays;

/** Latents that requests bring along. */
final class GivenLatent {
  private static final int LONGEST = 1 << 20;

  /** Far beyond what is ever drawn, and near enough that images of it are finite. */
  private static final float LARGEST = 1000;

  private GivenLatent() {}

  /**
   * Reads numbers between commas; none from an empty text.
   *
   * @throws SettingException if one is no number, or too large, naming it
   */
  static float[] numbers(String field, String text) {
    if (text.isEmpty()) {
      return new float[0];
    }
    Require.that(
        text.length() <= LONGEST,
        field,
        field + " must be at most " + LONGEST + " characters, got " + text.length());
    String[] parts = text.split(",", -1);
    float[] numbers = new float[parts.length];
    for (int i = 0; i < parts.length; i++) {
      numbers[i] = number(field, parts[i].strip(), i);
    }
    return numbers;
  }

  private static float number(String field, String text, int position) {
    float number = Float.NaN;
    try {
      number = Float.parseFloat(text);
    } catch (NumberFormatException e) {
      // Not a number, as said below.
    }
    if (!(Math.abs(number) <= LARGEST)) {
      String shown = text.length() > 20 ? text.substring(0, 20) + "…" : text;
      throw new SettingException(
          field,
          "%s must be numbers in [-%.0f, %.0f] between commas, number %d is \"%s\""
              .formatted(field, LARGEST, LARGEST, position + 1, shown));
    }
    return number;
  }

  /**
   * The numbers, if they are as many as the latent space has dimensions; none from an empty text.
   *
   * @throws SettingException if they are not
   */
  static float[] of(String field, String text, int dimensions) {
    float[] numbers = numbers(field, text);
    Require.that(
        numbers.length == 0 || numbers.length == dimensions,
        field,
        "%s must be %d numbers, got %d".formatted(field, dimensions, numbers.length));
    return Arrays.copyOf(numbers, numbers.length);
  }
}
