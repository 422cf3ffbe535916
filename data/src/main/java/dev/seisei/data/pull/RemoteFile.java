package dev.seisei.data.pull;

import dev.seisei.core.file.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A file in a repository of the hub.
 *
 * @param path in the repository, with slashes
 * @param bytes its size
 * @param gitId the id of its blob, which of small files is a hash of the content
 * @param sha256 of large files, whose blob is only a pointer
 */
record RemoteFile(String path, long bytes, String gitId, Optional<String> sha256) {
  /**
   * Checks that a file is this one.
   *
   * @throws IOException if its hash is another
   */
  void verify(Path file) throws IOException {
    String hash = sha256.isPresent() ? Sha256.of(file) : gitId(file);
    String expected = sha256.orElse(gitId);
    if (!hash.equals(expected)) {
      throw new IOException(
          path
              + " is not what the hub says it is: its "
              + (sha256.isPresent() ? "SHA-256" : "git id")
              + " is "
              + hash
              + ", expected "
              + expected
              + "; it was deleted, try again");
    }
  }

  /** The id that git gives to a blob of these bytes. */
  private static String gitId(Path file) throws IOException {
    MessageDigest digest = sha1();
    digest.update(("blob " + Files.size(file) + "\0").getBytes(StandardCharsets.US_ASCII));
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }
}
