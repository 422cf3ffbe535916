package dev.seisei.core.settings;

/** Checks for the compact constructors of settings records. Fields are named as outside Java. */
public final class Require {
  private Require() {}

  /** The value, if it is in [least, most]. */
  public static int inRange(String field, int value, int least, int most) {
    return (int) inRange(field, (long) value, least, most);
  }

  /** The value, if it is in [least, most]. */
  public static long inRange(String field, long value, long least, long most) {
    if (value < least || value > most) {
      throw new SettingException(
          field, field + " must be in [" + least + ", " + most + "], got " + value);
    }
    return value;
  }

  /** The value, if it is in [least, most]; never NaN. */
  public static double inRange(String field, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new SettingException(
          field, field + " must be in [" + least + ", " + most + "], got " + value);
    }
    return value;
  }

  /** The value, if it is above 0 and finite. */
  public static double positive(String field, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw new SettingException(field, field + " must be > 0, got " + value);
    }
    return value;
  }

  /** Nothing, if the condition holds. */
  public static void that(boolean condition, String field, String message) {
    if (!condition) {
      throw new SettingException(field, message);
    }
  }
}
