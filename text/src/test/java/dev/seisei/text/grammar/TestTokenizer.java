package dev.seisei.text.grammar;

import dev.seisei.text.tokenizer.TokenStream;
import dev.seisei.text.tokenizer.Tokenizer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Tokens 0 and 1 are special, 1 ends a text; then all bytes; then some pieces. */
final class TestTokenizer implements Tokenizer {
  static final int EOS = 1;

  private final List<byte[]> tokens = new ArrayList<>();

  TestTokenizer(String... pieces) {
    tokens.add(new byte[0]);
    tokens.add(new byte[0]);
    for (int b = 0; b < 256; b++) {
      tokens.add(new byte[] {(byte) b});
    }
    for (String piece : pieces) {
      tokens.add(piece.getBytes(StandardCharsets.UTF_8));
    }
    // Halves of characters, with what is beside them.
    tokens.add(new byte[] {'a', (byte) 0xE3});
    tokens.add(new byte[] {(byte) 0x81, (byte) 0x82, '"'});
    tokens.add(new byte[] {(byte) 0xF0, (byte) 0x9F});
  }

  static TestTokenizer json() {
    return new TestTokenizer(
        "{\"", "\":", "\": ", "\",", "\", \"", "true", "false", "null", "[]", "{}", "\"}", "\"]",
        "10", "12", "-1", "0.5", "e", "e+", "\\u", "\\u00", "\\n", "\\\"", "あ", "日本", "é", "ab",
        "abc", "name", "age", "tags", "\n  ", "\n", "  ", ", ", "]}", "}}", "\"a\"", "😀", "red",
        "gre", "en", "true}", "00", ":", "{\"a\":");
  }

  @Override
  public int size() {
    return tokens.size();
  }

  @Override
  public byte[] bytes(int id) {
    return tokens.get(id).clone();
  }

  @Override
  public String decode(int... ids) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int id : ids) {
      bytes.writeBytes(tokens.get(id));
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Override
  public Set<Integer> eos() {
    return Set.of(EOS);
  }

  @Override
  public int[] encode(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int[] ids = new int[bytes.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = 2 + (bytes[i] & 0xFF);
    }
    return ids;
  }

  @Override
  public int[] encodeWithSpecials(String text) {
    return encode(text);
  }

  @Override
  public int[] frame(int[] ids) {
    return ids;
  }

  @Override
  public String piece(int id) {
    return decode(id);
  }

  @Override
  public OptionalInt id(String piece) {
    return OptionalInt.empty();
  }

  @Override
  public TokenStream stream() {
    throw new UnsupportedOperationException();
  }

  @Override
  public OptionalInt bos() {
    return OptionalInt.of(0);
  }

  @Override
  public OptionalInt mask() {
    return OptionalInt.empty();
  }
}
