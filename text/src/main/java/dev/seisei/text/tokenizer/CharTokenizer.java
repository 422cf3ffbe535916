package dev.seisei.text.tokenizer;

import dev.seisei.core.checkpoint.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The characters (code points) of some text, in the order of Unicode, each a token. There are no
 * special ones.
 *
 * <p>Built with bytes, the 256 bytes follow after the characters, and characters that are not in
 * the vocabulary are written in UTF-8 by them; without, they are an error.
 */
public final class CharTokenizer implements SavedTokenizer {
  static final String TYPE = "characters";

  /** A code point's half in UTF-16 is no text. */
  private static final int REPLACEMENT = 0xFFFD;

  private final int[] characters;
  private final boolean withBytes;

  private CharTokenizer(int[] characters, boolean withBytes) {
    this.characters = characters;
    this.withBytes = withBytes;
  }

  /**
   * The vocabulary of a text.
   *
   * @param withBytes whether other characters are written by bytes, or are errors
   * @throws IllegalArgumentException if the text is empty and bytes are not to be there either
   */
  public static CharTokenizer of(CharSequence text, boolean withBytes) {
    int[] characters =
        text.codePoints().map(CharTokenizer::character).sorted().distinct().toArray();
    if (characters.length == 0 && !withBytes) {
      throw new IllegalArgumentException("a vocabulary of characters needs a text with some");
    }
    return new CharTokenizer(characters, withBytes);
  }

  private static int character(int codePoint) {
    boolean half = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    return half ? REPLACEMENT : codePoint;
  }

  @Override
  public int size() {
    return characters.length + (withBytes ? ByteTokenizer.SIZE : 0);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the text has a character that is not in the vocabulary and
   *     there are no bytes, naming it
   */
  @Override
  public int[] encode(String text) {
    int[] ids = new int[text.length() * (withBytes ? 3 : 1)];
    int n = 0;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      int character = character(codePoint);
      int id = Arrays.binarySearch(characters, character);
      if (id >= 0) {
        ids[n++] = id;
      } else if (withBytes) {
        for (byte b : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
          ids[n++] = characters.length + Byte.toUnsignedInt(b);
        }
      } else {
        throw unknown(character, i);
      }
      i += Character.charCount(codePoint);
    }
    return Arrays.copyOf(ids, n);
  }

  private IllegalArgumentException unknown(int character, int at) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "the character %s (U+%04X) at %d is not among the %d of the vocabulary; leave it out,"
                + " or use a tokenizer that has bytes",
            Json.quote(Character.toString(character)),
            character,
            at,
            characters.length));
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
    Objects.checkIndex(id, size());
    return id < characters.length
        ? Character.toString(characters[id]).getBytes(StandardCharsets.UTF_8)
        : new byte[] {(byte) (id - characters.length)};
  }

  @Override
  public String piece(int id) {
    Objects.checkIndex(id, size());
    return id < characters.length
        ? Character.toString(characters[id])
        : BytePiece.of(id - characters.length);
  }

  @Override
  public OptionalInt id(String piece) {
    if (!piece.isEmpty() && piece.codePointCount(0, piece.length()) == 1) {
      int id = Arrays.binarySearch(characters, piece.codePointAt(0));
      return id >= 0 ? OptionalInt.of(id) : OptionalInt.empty();
    }
    OptionalInt value = BytePiece.value(piece);
    return withBytes && value.isPresent()
        ? OptionalInt.of(characters.length + value.getAsInt())
        : OptionalInt.empty();
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
    Map<String, Object> file = new LinkedHashMap<>();
    file.put(VocabularyFile.TYPE, TYPE);
    file.put(VocabularyFile.CHARACTERS, new String(characters, 0, characters.length));
    file.put(VocabularyFile.WITH_BYTES, withBytes);
    return VocabularyFile.write(file);
  }
}
