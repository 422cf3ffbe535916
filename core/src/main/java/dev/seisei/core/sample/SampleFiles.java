package dev.seisei.core.sample;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

/** What the kinds of samples share: files, endings and ranges. */
final class SampleFiles {
  private SampleFiles() {}

  /** Writes beside the file first and then moves, so that nobody ever sees a part of it. */
  static void write(Sample sample, Path file) throws IOException {
    Path name = file.getFileName();
    if (name == null) {
      throw new IllegalArgumentException(file + " is no file's name");
    }
    String format = ending(name.toString());
    if (!sample.formats().contains(format)) {
      throw unknown(sample, file.toString());
    }
    Path part = file.resolveSibling("." + name + "." + UUID.randomUUID() + ".part");
    try {
      try (OutputStream out =
          new BufferedOutputStream(Files.newOutputStream(part, StandardOpenOption.CREATE_NEW))) {
        sample.write(format, out);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new IOException("cannot write " + file + ": " + e, e);
    } finally {
      Files.deleteIfExists(part);
    }
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
