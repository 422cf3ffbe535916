package dev.seisei.core.sample;

import dev.seisei.core.file.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** What the kinds of samples share: files, endings and ranges. */
final class SampleFiles {
  private SampleFiles() {}

  /** Writes in the format that the ending says, whole or not at all. */
  static void write(Sample sample, Path file) throws IOException {
    Path name = file.getFileName();
    if (name == null) {
      throw new IllegalArgumentException(file + " is no file's name");
    }
    String format = ending(name.toString());
    if (!sample.formats().contains(format)) {
      throw unknown(sample, file.toString());
    }
    WholeFile.write(file, out -> sample.write(format, out));
  }

  private static String ending(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /**
   * The complaint of a sample that was asked for a format it does not have.
   *
   * @param what the format, or the file whose ending is none
   */
  static IllegalArgumentException unknown(Sample sample, String what) {
    String kind = sample.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    return new IllegalArgumentException(
        "cannot write "
            + kind
            + " as \""
            + what
            + "\"; use one of "
            + String.join(", ", sample.formats()));
  }

  /** Checks a range of {@link Sample#slice}; an empty one would be a sample of nothing. */
  static void checkRange(int from, int count, int size) {
    Objects.checkFromIndexSize(from, count, size);
    if (count == 0) {
      throw new IndexOutOfBoundsException("a sample holds at least one thing, asked for none");
    }
  }

  /** Checks that a sample holds something. */
  static <T> List<T> someOf(String what, List<T> things) {
    if (things.isEmpty()) {
      throw new IllegalArgumentException("there must be at least one of " + what);
    }
    return List.copyOf(things);
  }
}
