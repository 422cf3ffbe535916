package dev.seisei.text.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;

/** The 256 bytes of UTF-8, each its own token. There are no special ones. */
public final class ByteTokenizer implements SavedTokenizer {
  static final String TYPE = "bytes";
  static final int SIZE = 256;

  @Override
  public int size() {
    return SIZE;
  }

  @Override
  public int[] encode(String text) {
    return ids(WellFormed.of(text).getBytes(StandardCharsets.UTF_8));
  }

  private static int[] ids(byte[] bytes) {
    int[] ids = new int[bytes.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = Byte.toUnsignedInt(bytes[i]);
    }
    return ids;
  }

  @Override
  public int[] encodeWithSpecials(String text) {
    return encode(text);
  }

  @Override
  public int[] frame(int[] ids) {
    return ids.clone();
  }

  @Override
  public byte[] bytes(int id) {
    return new byte[] {(byte) Objects.checkIndex(id, SIZE)};
  }

  @Override
  public String piece(int id) {
    return BytePiece.of(Objects.checkIndex(id, SIZE));
  }

  @Override
  public OptionalInt id(String piece) {
    return BytePiece.value(piece);
  }

  @Override
  public String decode(int... ids) {
    return PieceStream.decode(stream(), ids);
  }

  @Override
  public TokenStream stream() {
    return new PieceStream(this, 0);
  }

  @Override
  public OptionalInt bos() {
    return OptionalInt.empty();
  }

  @Override
  public Set<Integer> eos() {
    return Set.of();
  }

  @Override
  public OptionalInt mask() {
    return OptionalInt.empty();
  }

  @Override
  public Map<String, byte[]> files() {
    return VocabularyFile.write(Map.of(VocabularyFile.TYPE, TYPE));
  }
}
