package dev.seisei.data.fetch;

import dev.seisei.core.file.FileReason;
import dev.seisei.core.file.FolderTrees;
import dev.seisei.core.progress.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file at an address of HTTP. What has come stays when the rest fails, and the next try asks for
 * the rest only, if the file at the address is still the same by its ETag or date, which are kept
 * beside it.
 */
public final class HttpTransfer {
  private static final Logger LOG = LoggerFactory.getLogger(HttpTransfer.class);
  private static final int LONGEST_VERSION = 1024;

  /** In place of the number of bytes that were read; -1 is the body's end. */
  private static final int CUT = -2;

  private final URI address;
  private final Optional<Http.Secret> secret;
  private final Refusal refusal;
  private final String wayOut;

  /** What is said when the server does not answer with the file. */
  @FunctionalInterface
  public interface Refusal {
    /** The reason and the way out, for a status that is neither 200 nor 206. */
    String of(HttpResponse<?> response);
  }

  /**
   * @param then what to do with the file if it was brought in another way
   */
  HttpTransfer(String address, String then) {
    this(
        URI.create(address),
        Optional.empty(),
        response -> address + " answered with status " + response.statusCode() + "; " + or(then),
        or(then));
  }

  /**
   * @param secret sent to its own host only
   * @param wayOut what to do if the connection fails, after a semicolon
   */
  public HttpTransfer(URI address, Optional<Http.Secret> secret, Refusal refusal, String wayOut) {
    this.address = address;
    this.secret = secret;
    this.refusal = refusal;
    this.wayOut = wayOut;
  }

  private static String or(String then) {
    return "try again, which goes on from there, or get the file elsewhere and " + then;
  }

  /** How far a file has come, and how far it should. */
  private record State(long have, OptionalLong total, boolean whole) {}

  /**
   * Brings a file whose content is checked afterwards, asking again as long as each try brings
   * something.
   *
   * @param bytes its size; no more is ever taken
   */
  public void to(Path file, long bytes, Progress progress) throws IOException {
    to(file, OptionalLong.of(bytes), progress);
  }

  /**
   * Brings a file that nothing is known of. What an earlier try left is gone on with only if the
   * server says that it is still the same file.
   */
  public void to(Path file, Progress progress) throws IOException {
    to(file, OptionalLong.empty(), progress);
  }

  private void to(Path file, OptionalLong bytes, Progress progress) throws IOException {
    long before = -1;
    long have = size(file);
    State state = new State(have, bytes, bytes.isPresent() && have >= bytes.getAsLong());
    while (!state.whole()) {
      progress.throwIfCancelled();
      if (state.have() <= before) {
        throw new IOException(
            address
                + " ended after "
                + state.have()
                + (state.total().isPresent() ? " of " + state.total().getAsLong() : "")
                + " bytes, twice; "
                + wayOut);
      }
      before = state.have();
      try {
        state = resume(file, state.have(), bytes, progress);
      } catch (Http.CutOffException e) {
        state = new State(state.have(), state.total(), false);
      }
      if (bytes.isPresent() && state.have() > bytes.getAsLong()) {
        Files.delete(file);
        Files.deleteIfExists(versionFile(file));
        throw new IOException(
            address + " sent more than the " + bytes.getAsLong() + " bytes expected");
      }
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.deleteIfExists(versionFile(file));
  }

  private static long size(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  private static Path versionFile(Path file) {
    return file.resolveSibling(file.getFileName() + ".version");
  }

  private State resume(Path file, long have, OptionalLong bytes, Progress progress)
      throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    Optional<String> version = version(file);
    // Of what is not checked afterwards, only what is surely of one file may be put together.
    long from = bytes.isPresent() || version.isPresent() ? have : 0;
    if (from > 0) {
      headers.put("Range", "bytes=" + from + "-");
      version.ifPresent(known -> headers.put("If-Range", known));
    }
    HttpResponse<InputStream> response = get(headers);
    try (InputStream body = response.body()) {
      boolean rest =
          response.statusCode() == Http.PARTIAL_CONTENT && contentRange(response, from + "-");
      if (response.statusCode() == Http.RANGE_NOT_SATISFIABLE && from > 0) {
        if (bytes.isEmpty() && contentRange(response, "*/" + from)) {
          return new State(from, OptionalLong.of(from), true);
        }
        // The address holds another file than the one that was begun: from the beginning, then.
        forget(file);
        return resume(file, 0, bytes, progress);
      }
      if (response.statusCode() != Http.OK && !rest) {
        throw new IOException(refusal.of(response));
      }
      long start = rest ? from : 0;
      if (!rest) {
        remember(file, response);
      }
      OptionalLong total = bytes.isPresent() ? bytes : total(response, start);
      requireRoom(file, start, total);
      return append(body, file, start, total, bytes.isPresent(), progress);
    }
  }

  private HttpResponse<InputStream> get(Map<String, String> headers) throws IOException {
    try {
      return Http.get(address, headers, secret);
    } catch (Http.UnreachableException e) {
      throw new IOException(e.getMessage() + "; " + wayOut, e);
    }
  }

  private static boolean contentRange(HttpResponse<?> response, String start) {
    String range = response.headers().firstValue("Content-Range").orElse("");
    return range.startsWith("bytes " + start);
  }

  /** The size of the whole file, if the server says it. */
  private static OptionalLong total(HttpResponse<?> response, long start) {
    OptionalLong length = response.headers().firstValueAsLong("Content-Length");
    return length.isPresent()
        ? OptionalLong.of(Math.addExact(start, length.getAsLong()))
        : OptionalLong.empty();
  }

  /** What tells this version of the file from another, as an earlier try kept it. */
  private static Optional<String> version(Path file) throws IOException {
    Path kept = versionFile(file);
    return Files.isRegularFile(kept) && Files.size(kept) <= LONGEST_VERSION
        ? Optional.of(Files.readString(kept))
        : Optional.empty();
  }

  private static void remember(Path file, HttpResponse<?> response) throws IOException {
    // A weak ETag does not promise equal bytes, and may not stand in If-Range.
    Optional<String> version =
        response
            .headers()
            .firstValue("ETag")
            .filter(tag -> tag.startsWith("\""))
            .or(() -> response.headers().firstValue("Last-Modified"))
            .filter(known -> known.length() <= LONGEST_VERSION);
    forget(file);
    if (version.isPresent()) {
      Files.writeString(versionFile(file), version.get());
    }
  }

  /** What was begun is of another file. */
  private static void forget(Path file) throws IOException {
    Files.deleteIfExists(file);
    Files.deleteIfExists(versionFile(file));
  }

  private static void requireRoom(Path file, long have, OptionalLong total) throws IOException {
    long left = total.orElse(have) - have;
    long free = FolderTrees.free(file);
    if (left > free) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "the disk is too full: %,d bytes are to come, and %,d are free in %s; free some, or"
                  + " name another place by SEISEI_CACHE",
              left,
              free,
              file.toAbsolutePath().getParent()));
    }
  }

  /**
   * Adds a response's body to the first bytes of the file, and says how far it came, or as soon as
   * it is clear that there are too many bytes.
   */
  private State append(
      InputStream body,
      Path file,
      long from,
      OptionalLong total,
      boolean bounded,
      Progress progress)
      throws IOException {
    StandardOpenOption mode =
        from > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
    long have = from;
    boolean cut;
    try (OutputStream out =
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode);
        Watch watch = new Watch(body, progress, Http.PATIENCE)) {
      byte[] buffer = new byte[1 << 16];
      int n = read(body, buffer);
      for (; n >= 0; n = read(body, buffer)) {
        watch.alive();
        progress.throwIfCancelled();
        have += n;
        if (bounded && have > total.orElseThrow()) {
          return new State(have, total, false);
        }
        write(out, buffer, n, file);
        progress.at(have, total.orElse(0), address.toString());
      }
      cut = n == CUT || watch.ended();
    }
    boolean whole = total.isPresent() ? have >= total.getAsLong() : !cut;
    return new State(have, total, whole);
  }

  /** A connection that is cut ends the body, as if the server had ended it: what came counts. */
  private static int read(InputStream body, byte[] buffer) {
    try {
      return body.read(buffer);
    } catch (IOException e) {
      LOG.info("the connection was cut: {}", e.toString());
      return CUT;
    }
  }

  private static void write(OutputStream out, byte[] buffer, int n, Path file) throws IOException {
    try {
      out.write(buffer, 0, n);
    } catch (IOException e) {
      throw new IOException(
          "cannot write "
              + file
              + ": "
              + FileReason.of(e)
              + "; free some space, or name another place by SEISEI_CACHE; what has come stays",
          e);
    }
  }
}
