package dev.seisei.data.fetch;

import dev.seisei.core.file.Sha256;
import dev.seisei.core.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A file at a public address, known by its size and hash.
 *
 * @param source {@code npm:PACKAGE@VERSION} or {@code https://...}
 * @param bytes its size
 * @param sha256 in hexadecimal
 */
public record Download(String source, long bytes, String sha256) {
  private static final String NPM = "npm:";

  /**
   * Brings the file.
   *
   * @param file where it is put, and where it is left if it comes in parts and the rest fails, so
   *     that the next try goes on from there
   * @throws IOException if it cannot be had, or is not what was expected, in which case nothing is
   *     left; the message says what to do
   */
  public void to(Path file, Progress progress) throws IOException {
    to(file, "give it with --from FILE", progress);
  }

  /**
   * As {@link #to(Path, Progress)}.
   *
   * @param then what to do with the file if it was brought in another way, for messages
   */
  public void to(Path file, String then, Progress progress) throws IOException {
    if (source.startsWith(NPM)) {
      new NpmPack(source.substring(NPM.length()), then).to(file, bytes, progress);
    } else {
      new HttpTransfer(source, then).to(file, bytes, progress);
    }
    check(file);
  }

  /**
   * Checks that a file is the one.
   *
   * @throws IOException if it has another size or hash, saying which
   */
  public void verify(Path file) throws IOException {
    long size = Files.size(file);
    if (size != bytes) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s is not %s: it has %,d bytes, expected %,d",
              file,
              source,
              size,
              bytes));
    }
    String hash = Sha256.of(file);
    if (!hash.equals(sha256)) {
      throw new IOException(
          file + " is not " + source + ": its SHA-256 is " + hash + ", expected " + sha256);
    }
  }

  /**
   * As {@link #verify}; a file that is another one is deleted.
   *
   * @throws IOException as {@link #verify}
   */
  public void check(Path file) throws IOException {
    try {
      verify(file);
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }
}
