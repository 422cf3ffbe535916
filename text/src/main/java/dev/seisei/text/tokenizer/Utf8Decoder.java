package dev.seisei.text.tokenizer;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Decodes UTF-8 that comes in pieces, cut anywhere. What is no character becomes U+FFFD, as in
 * {@link String#String(byte[], java.nio.charset.Charset)}. Not thread-safe.
 */
final class Utf8Decoder {
  /** A character has at most four bytes, so that at most three wait for more. */
  private static final int MOST_WAITING = 3;

  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);

  private byte[] waiting = {};

  /** The whole characters that these bytes complete. */
  String add(byte[] bytes) {
    return decode(bytes, false);
  }

  /** U+FFFD for what is incomplete; then this can begin anew. */
  String end() {
    String last = decode(new byte[0], true);
    decoder.reset();
    return last;
  }

  private String decode(byte[] bytes, boolean end) {
    ByteBuffer in = ByteBuffer.allocate(waiting.length + bytes.length);
    in.put(waiting).put(bytes).flip();
    // No byte becomes more than one char.
    CharBuffer out = CharBuffer.allocate(in.remaining());
    decoder.decode(in, out, end);
    if (end) {
      decoder.flush(out);
    }
    if (in.remaining() > MOST_WAITING) {
      throw new IllegalStateException(in.remaining() + " bytes wait for more");
    }
    waiting = new byte[in.remaining()];
    in.get(waiting);
    return out.flip().toString();
  }
}
