package dev.seisei.core.settings;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Single values from outside, as JSON or the command line has them, and back. */
final class Values {
  /** Numbers with more characters are refused unread: parsing them takes quadratic time. */
  private static final int LONGEST_NUMBER = 400;

  private static final int LONGEST_QUOTE = 80;

  private Values() {}

  /**
   * A value for a setting that is no record.
   *
   * @param field the setting's full name, for messages
   * @throws SettingException if it is none
   */
  static @Nullable Object parse(Setting setting, String field, @Nullable Object raw) {
    if (setting.nullable() && (raw == null || raw.equals(""))) {
      return null;
    }
    Class<?> type = setting.type();
    if (type == Picture.class) {
      return picture(field, raw);
    }
    if (type.isInstance(raw) && type != Double.class) {
      return raw;
    }
    if (type == Integer.class) {
      return (int) integer(field, raw, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    if (type == Long.class) {
      return integer(field, raw, Long.MIN_VALUE, Long.MAX_VALUE);
    }
    if (type == Double.class) {
      return real(field, raw);
    }
    if (type == Boolean.class) {
      return truth(field, raw);
    }
    if (type.isEnum()) {
      return constant(setting, field, raw);
    }
    throw wrong(field, "must be a string", raw);
  }

  /** A value as JSON has it. */
  static @Nullable Object outside(@Nullable Object value) {
    if (value instanceof Enum<?> constant) {
      return Names.outside(constant);
    }
    if (value instanceof Picture picture) {
      return picture.base64();
    }
    return value;
  }

  private static long integer(String field, @Nullable Object raw, long least, long most) {
    BigDecimal number = number(raw);
    if (number == null) {
      throw wrong(field, "must be an integer", raw);
    }
    // Compared before it is made an integer: 1e999999999 would fill the memory.
    if (number.compareTo(BigDecimal.valueOf(least)) < 0
        || number.compareTo(BigDecimal.valueOf(most)) > 0) {
      throw wrong(field, "must be in [" + least + ", " + most + "]", raw);
    }
    try {
      return number.longValueExact();
    } catch (ArithmeticException e) {
      throw wrong(field, "must be an integer", raw);
    }
  }

  private static double real(String field, @Nullable Object raw) {
    BigDecimal number = number(raw);
    if (number == null) {
      throw wrong(field, "must be a finite number", raw);
    }
    double value = number.doubleValue();
    if (!Double.isFinite(value)) {
      throw wrong(field, "must be a finite number", raw);
    }
    return value;
  }

  /** The number, exactly; null if it is none or not finite. */
  private static @Nullable BigDecimal number(@Nullable Object raw) {
    if (raw instanceof BigDecimal number) {
      return number;
    }
    if (raw instanceof BigInteger number) {
      return new BigDecimal(number);
    }
    if (!(raw instanceof Number) && !(raw instanceof String)) {
      return null;
    }
    String text = raw.toString().strip();
    if (text.length() > LONGEST_NUMBER) {
      return null;
    }
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static boolean truth(String field, @Nullable Object raw) {
    String word = raw instanceof String text ? text.strip().toLowerCase(Locale.ROOT) : "";
    if (word.equals("true") || word.equals("false")) {
      return word.equals("true");
    }
    throw wrong(field, "must be true or false", raw);
  }

  private static Object constant(Setting setting, String field, @Nullable Object raw) {
    int index =
        raw instanceof String text
            ? setting.constants().indexOf(text.strip().toLowerCase(Locale.ROOT))
            : -1;
    if (index < 0) {
      throw wrong(field, "must be one of " + setting.constants(), raw);
    }
    return setting.type().getEnumConstants()[index];
  }

  private static Picture picture(String field, @Nullable Object raw) {
    if (raw instanceof Picture picture) {
      return picture;
    }
    if (raw instanceof String text) {
      return Picture.parse(field, text);
    }
    throw wrong(field, "must be an image as base64 or as a data URL", raw);
  }

  static SettingException wrong(String field, String must, @Nullable Object raw) {
    return new SettingException(field, field + " " + must + ", got " + describe(raw));
  }

  /** A value as an error shows it: short, on one line. */
  static String describe(@Nullable Object raw) {
    if (raw instanceof String text) {
      String start = text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "…" : text;
      return "\"" + start.replaceAll("\\p{Cntrl}", "\uFFFD") + "\"";
    }
    if (raw instanceof Map) {
      return "an object";
    }
    if (raw == null || raw instanceof Number || raw instanceof Boolean) {
      String text = String.valueOf(raw);
      return text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "…" : text;
    }
    return raw instanceof Iterable ? "a list" : "a " + raw.getClass().getSimpleName();
  }
}
