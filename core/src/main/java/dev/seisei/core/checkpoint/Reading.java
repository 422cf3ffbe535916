package dev.seisei.core.checkpoint;

import dev.seisei.core.file.FileReason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reading small files whole, and saying why that failed. */
public final class Reading {
  private Reading() {}

  /**
   * The bytes of a file.
   *
   * @throws IllegalArgumentException if it is larger than that
   * @throws UncheckedIOException if it cannot be read
   */
  public static byte[] all(Path file, int maxBytes) {
    try (InputStream in = Files.newInputStream(file)) {
      // Not by the file's size: it may grow, and of some files it is 0.
      byte[] bytes = in.readNBytes(maxBytes);
      if (in.read() >= 0) {
        throw new IllegalArgumentException(file + " is larger than " + maxBytes + " bytes");
      }
      return bytes;
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  /** As {@link #all}; empty if there is no such file. */
  public static Optional<byte[]> ifThere(Path file, int maxBytes) {
    try {
      return Files.isRegularFile(file) ? Optional.of(all(file, maxBytes)) : Optional.empty();
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof NoSuchFileException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** An error that names the file and the reason. */
  public static UncheckedIOException failed(Path file, IOException e) {
    return new UncheckedIOException("cannot read " + file + ": " + FileReason.of(e), e);
  }
}
