package dev.seisei.transformer.decoder;

import dev.seisei.text.tokenizer.TokenStream;
import dev.seisei.text.tokenizer.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Set;

/** Stand-in until dev.seisei.text.tokenizer has its own: characters, each a token. */
record PlainTokenizer(String characters) implements Tokenizer {
  static final String FILE = "vocabulary.txt";

  static PlainTokenizer of(String text) {
    int[] all = text.codePoints().sorted().distinct().toArray();
    return new PlainTokenizer(new String(all, 0, all.length));
  }

  private int[] points() {
    return characters.codePoints().toArray();
  }

  @Override
  public int size() {
    return points().length;
  }

  @Override
  public int[] encode(String text) {
    int[] points = points();
    return text.codePoints()
        .map(
            point -> {
              int id = Arrays.binarySearch(points, point);
              if (id < 0) {
                throw new IllegalArgumentException(
                    "the character " + Character.toString(point) + " is not in the vocabulary");
              }
              return id;
            })
        .toArray();
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
    return piece(id).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String piece(int id) {
    return Character.toString(points()[id]);
  }

  @Override
  public OptionalInt id(String piece) {
    return OptionalInt.of(encode(piece)[0]);
  }

  @Override
  public String decode(int... ids) {
    StringBuilder text = new StringBuilder();
    for (int id : ids) {
      text.append(piece(id));
    }
    return text.toString();
  }

  @Override
  public TokenStream stream() {
    return new TokenStream() {
      @Override
      public String add(int id) {
        return piece(id);
      }

      @Override
      public String end() {
        return "";
      }
    };
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
}
