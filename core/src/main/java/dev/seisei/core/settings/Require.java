package dev.seisei.core.settings;

/** Checks for the compact constructors of settings records. Fields are named as outside Java. */
public final class Require {
  private Require() {}

  /** The value, if it is in [least, most]. */
  public static int inRange(String field, int value, int least, int most) {
    long open = most == Integer.MAX_VALUE ? Long.MAX_VALUE : most;
    return (int) inRange(field, (long) value, least, open);
  }

  /** The value, if it is in [least, most]. */
  public static long inRange(String field, long value, long least, long most) {
    if (value < least || value > most) {
      String range = most == Long.MAX_VALUE ? ">= " + least : "in [" + least + ", " + most + "]";
      throw new SettingException(field, field + " must be " + range + ", got " + value);
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
      String range = value <= 0 ? "> 0" : "> 0 and finite";
      throw new SettingException(field, field + " must be " + range + ", got " + value);
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
