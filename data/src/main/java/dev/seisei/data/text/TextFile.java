package dev.seisei.data.text;

import dev.seisei.core.file.FileReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file of text in UTF-8: one document, as it is, but for a mark of the encoding in front. */
final class TextFile {
  /** A larger file is no text to hold in memory. */
  private static final long MAX_BYTES = 1L << 30;

  private static final String MARK = "\uFEFF";

  private TextFile() {}

  /**
   * Reads a file.
   *
   * @param reference as it was asked for
   * @throws IllegalArgumentException if there is no such file, it has less than 10 characters, or
   *     is not UTF-8, naming the first byte that is not
   */
  static InMemoryText open(String reference, Path file) {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(reference + ": there is no file " + file);
    }
    try {
      long bytes = Files.size(file);
      if (bytes > MAX_BYTES) {
        throw new IllegalArgumentException(
            reference + " has " + bytes + " bytes, at most " + MAX_BYTES + " are read");
      }
      String text = decode(reference, Files.readAllBytes(file));
      return new InMemoryText(
          reference, List.of(text.startsWith(MARK) ? text.substring(MARK.length()) : text));
    } catch (IOException e) {
      throw new IllegalArgumentException(reference + ": " + FileReason.withFile(e), e);
    }
  }

  /**
   * Bytes of UTF-8 as text.
   *
   * @param name of where they come from, for the message
   * @throws IllegalArgumentException if they are none
   */
  static String decode(String name, byte[] bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    // Never more characters than bytes.
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    if (result.isError()) {
      throw new IllegalArgumentException(
          "%s is not UTF-8: byte 0x%02X at offset %d; save it so"
              .formatted(name, bytes[in.position()], in.position()));
    }
    return out.flip().toString();
  }
}
