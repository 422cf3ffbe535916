package dev.seisei.text.tokenizer;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A vocabulary that comes with a model but not as a {@code tokenizer.json}: in the metadata of a
 * GGUF file, or in llama2.c's file.
 *
 * @param kind by which algorithm text becomes pieces
 * @param pieces all tokens, by id
 * @param merges of {@link Kind#BPE}: two pieces with a space between, the first merged first
 * @param preTokenizer of {@link Kind#BPE}: by what rules text is cut into words first, by the names
 *     that GGUF has ({@code gpt-2}, {@code llama-bpe}, {@code qwen2})
 * @param roles which tokens are special in what way
 * @param rules how text is prepared
 */
public record Vocabulary(
    Kind kind,
    List<Piece> pieces,
    List<String> merges,
    String preTokenizer,
    Roles roles,
    Rules rules) {

  /** Algorithms, with their names in GGUF. */
  public enum Kind {
    /** Pairs of pieces are merged in a given order; pieces are spelled by bytes. */
    BPE("gpt2"),
    /** SentencePiece's BPE: of all pairs that are a piece, that of the highest score is merged. */
    SPM("llama"),
    /** The longest piece at the beginning, then the longest that goes on. */
    WORD_PIECE("bert"),
    /** SentencePiece's Unigram: the pieces of the highest sum of scores. */
    UNIGRAM("t5");

    private final String gguf;

    Kind(String gguf) {
      this.gguf = gguf;
    }

    /** The name in GGUF's {@code tokenizer.ggml.model}. */
    public String gguf() {
      return gguf;
    }
  }

  /** What a token is; in the order of the numbers that GGUF has, from 1. */
  public enum PieceType {
    /** A piece of text. */
    NORMAL(1),
    /** Stands for what the vocabulary cannot express. */
    UNKNOWN(2),
    /** Never text: begins, ends, separates. */
    CONTROL(3),
    /** Text that is always one token. */
    USER_DEFINED(4),
    /** An id without use. */
    UNUSED(5),
    /** One byte, spelled {@code <0x0A>}. */
    BYTE(6);

    private final int gguf;

    PieceType(int gguf) {
      this.gguf = gguf;
    }

    /** Its number in GGUF. */
    public int gguf() {
      return gguf;
    }
  }

  /**
   * A token.
   *
   * @param text its spelling, with {@code ▁} for a space where SentencePiece made the vocabulary
   * @param score the higher, the rather it is taken; 0 where the algorithm knows none
   */
  public record Piece(String text, float score, PieceType type) {}

  /**
   * Ids.
   *
   * @param bos begins a text; of BERT's, [CLS]
   * @param eos each ends a text; the first is the one that texts are framed by
   * @param separator of BERT's, [SEP]
   */
  public record Roles(
      OptionalInt bos,
      List<Integer> eos,
      OptionalInt unknown,
      OptionalInt separator,
      OptionalInt mask) {
    public Roles {
      eos = List.copyOf(eos);
    }

    /** No token has a role. */
    public static Roles none() {
      OptionalInt none = OptionalInt.empty();
      return new Roles(none, List.of(), none, none, none);
    }
  }

  /**
   * How text is prepared, and framed for a model.
   *
   * @param addBos whether texts are framed by the token that begins them
   * @param addEos whether by the one that ends them; of BERT's, by [SEP]
   * @param addSpacePrefix whether a space is put before a text, so that words are spelled as they
   *     are within one
   * @param removeExtraWhitespaces of {@link Kind#UNIGRAM}: whether runs of spaces become one, and
   *     those at the ends none
   * @param charsMap of {@link Kind#UNIGRAM}: SentencePiece's table of normalization in base 64;
   *     empty if none
   */
  public record Rules(
      boolean addBos,
      boolean addEos,
      boolean addSpacePrefix,
      boolean removeExtraWhitespaces,
      String charsMap) {
    /** What GGUF means where it does not say. */
    public static Rules of(Kind kind) {
      return new Rules(
          kind == Kind.SPM || kind == Kind.WORD_PIECE,
          kind == Kind.WORD_PIECE || kind == Kind.UNIGRAM,
          kind == Kind.SPM || kind == Kind.UNIGRAM,
          kind == Kind.UNIGRAM,
          "");
    }
  }

  /**
   * Checks what can be checked without building it.
   *
   * @throws IllegalArgumentException if ids are not those of pieces, or a piece is empty
   */
  public Vocabulary {
    pieces = List.copyOf(pieces);
    merges = List.copyOf(merges);
    int size = pieces.size();
    if (size == 0 || size > Problems.MOST_IDS) {
      throw new IllegalArgumentException(
          "a vocabulary must have from 1 to " + Problems.MOST_IDS + " pieces, got " + size);
    }
    require("bos", roles.bos(), size);
    roles.eos().forEach(id -> require("eos", OptionalInt.of(id), size));
    require("unknown", roles.unknown(), size);
    require("separator", roles.separator(), size);
    require("mask", roles.mask(), size);
  }

  private static void require(String role, OptionalInt id, int size) {
    if (id.isPresent() && (id.getAsInt() < 0 || id.getAsInt() >= size)) {
      throw new IllegalArgumentException(
          "the " + role + " token must be in [0, " + (size - 1) + "], got " + id.getAsInt());
    }
  }

  /**
   * The vocabulary of a tokenizer that merges pairs, for formats that have no {@code
   * tokenizer.json}.
   *
   * @throws IllegalArgumentException if it is of another kind, or cuts text in a way that GGUF has
   *     no name for
   */
  public static Vocabulary of(Tokenizer tokenizer) {
    return VocabularyReader.read(tokenizer);
  }

  /**
   * The files of a checkpoint that {@link Tokenizers#open} reads it from: {@code tokenizer.json}
   * and {@code tokenizer_config.json}.
   *
   * @throws IllegalArgumentException if it is not as its kind must be, naming the piece
   */
  public Map<String, byte[]> files() {
    return build("tokenizer.json").files();
  }

  /**
   * Builds the tokenizer.
   *
   * @param name of the file it comes from, for errors
   * @throws IllegalArgumentException as {@link #files}
   */
  public Tokenizer tokenizer(String name) {
    return build(name);
  }

  private JsonTokenizer build(String name) {
    return JsonTokenizer.of(
        name, VocabularyJson.write(this), SpecialTokens.of(roles.bos(), roles.eos(), roles.mask()));
  }
}
