package dev.seisei.engine.memory;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes of memory: what a shape takes, and how people write and read them. */
public final class ByteSize {
  private static final Pattern WRITTEN = Pattern.compile("(\\d{1,18})([kmgt]?)(?:i?b)?");
  private static final String UNITS = "kmgt";
  private static final int UNIT_BITS = 10;

  private ByteSize() {}

  /**
   * Bytes of a dense array.
   *
   * @throws IllegalArgumentException if an extent is negative, or they are more than a 64-bit
   *     number can say; the message names type and shape
   */
  public static long of(DType dtype, long... shape) {
    return bytes(dtype.bytes(), dtype.toString(), shape);
  }

  /** Number of elements of a shape, with the errors of {@link #of}. */
  static long elements(long... shape) {
    return bytes(1, "shape ", shape);
  }

  private static long bytes(long size, String what, long[] shape) {
    boolean empty = false;
    long count = size;
    for (long extent : shape) {
      if (extent < 0) {
        throw new IllegalArgumentException("negative extent in shape " + Arrays.toString(shape));
      }
      empty |= extent == 0;
      // As if nothing were empty: strides are products of some of the extents.
      long high = Math.multiplyHigh(count, Math.max(extent, 1));
      count *= Math.max(extent, 1);
      if (high != 0 || count < 0) {
        throw new IllegalArgumentException(
            what + Arrays.toString(shape) + " is larger than any memory: 2^63 bytes or more");
      }
    }
    return empty ? 0 : count;
  }

  /**
   * Reads a size such as {@code 8g}, {@code 512m}, {@code 100k} or {@code 1073741824}: a number of
   * bytes, or of units of 1024, 1024² … bytes, as with {@code -Xmx}.
   *
   * @throws IllegalArgumentException if it is anything else, or not positive
   */
  public static long parse(String text) {
    Matcher matcher = WRITTEN.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (matcher.matches()) {
      long number = Long.parseLong(matcher.group(1));
      String unit = matcher.group(2);
      int shift = unit.isEmpty() ? 0 : UNIT_BITS * (UNITS.indexOf(unit) + 1);
      if (number > 0 && number <= Long.MAX_VALUE >> shift) {
        return number << shift;
      }
    }
    throw new IllegalArgumentException(
        "a size of memory must be a number of bytes > 0 or one such as 512m or 8g, got \""
            + text
            + "\"");
  }

  /** A size as people read it, such as {@code 1.5 GiB}. */
  public static String show(long bytes) {
    if (bytes < 1L << UNIT_BITS) {
      return bytes + " bytes";
    }
    double number = bytes;
    int unit = -1;
    while (unit < UNITS.length() - 1 && number >= 1 << UNIT_BITS) {
      number /= 1 << UNIT_BITS;
      unit++;
    }
    return String.format(
        Locale.ROOT, "%.1f %siB", number, UNITS.substring(unit, unit + 1).toUpperCase(Locale.ROOT));
  }
}
