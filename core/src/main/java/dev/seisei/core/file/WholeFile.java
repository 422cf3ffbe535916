package dev.seisei.core.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes files so that nobody ever sees a part of one: beside its place first, then moved there.
 *
 * <p>Links are followed and stay. What is there and no regular file, such as a device or a pipe, is
 * written to as it is; moving something into its place would destroy it.
 */
public final class WholeFile {
  /** How many links in a row Linux follows. */
  private static final int MAX_LINKS = 40;

  private WholeFile() {}

  /** What is to be in a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it; need not close the stream. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file, replacing the one that is there; leaves nothing behind if that fails.
   *
   * @throws IOException if it cannot be written, naming the file and the reason
   */
  public static void write(Path file, Content content) throws IOException {
    try {
      if (isSpecial(file)) {
        writeTo(Files.newOutputStream(file, StandardOpenOption.WRITE), content);
      } else {
        replace(place(file), content);
      }
    } catch (IOException e) {
      throw new IOException("cannot write " + file + ": " + FileReason.of(e), e);
    }
  }

  /** Whether something is there that is no regular file, so that it cannot be replaced by one. */
  public static boolean isSpecial(Path file) {
    return Files.exists(file) && !Files.isRegularFile(file);
  }

  /**
   * Where a file is or would be, which is elsewhere if its name is a link.
   *
   * @throws IOException if its links lead in a circle or cannot be read
   */
  public static Path place(Path file) throws IOException {
    if (Files.exists(file)) {
      return file.toRealPath();
    }
    Path place = file;
    for (int links = 0; Files.isSymbolicLink(place); links++) {
      if (links == MAX_LINKS) {
        throw new FileSystemLoopException(file.toString());
      }
      place = place.resolveSibling(Files.readSymbolicLink(place));
    }
    return place;
  }

  private static void replace(Path file, Content content) throws IOException {
    Path part = file.resolveSibling("." + UUID.randomUUID() + ".part");
    OutputStream out = Files.newOutputStream(part, StandardOpenOption.CREATE_NEW);
    try {
      writeTo(out, content);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void writeTo(OutputStream file, Content content) throws IOException {
    try (OutputStream out = new BufferedOutputStream(file)) {
      content.writeTo(out);
    }
  }
}
