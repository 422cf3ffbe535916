package dev.seisei.text.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seisei.core.checkpoint.Json;
import dev.seisei.text.tokenizer.Vocabulary.Kind;
import dev.seisei.text.tokenizer.Vocabulary.Piece;
import dev.seisei.text.tokenizer.Vocabulary.PieceType;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Writes a vocabulary as a {@code tokenizer.json}, so that there is one reader of each kind. */
final class VocabularyJson {
  private static final String SPACE = "\u2581";

  private final Vocabulary vocabulary;
  private final JsonParts parts = new JsonParts();
  private final Map<String, Integer> ids = new HashMap<>();

  private VocabularyJson(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /**
   * The file's bytes.
   *
   * @throws IllegalArgumentException if the vocabulary is not as its kind must be
   */
  static byte[] write(Vocabulary vocabulary) {
    try {
      String json = Json.MAPPER.writeValueAsString(new VocabularyJson(vocabulary).file());
      return WellFormed.of(json).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the vocabulary is not to be written: " + e, e);
    }
  }

  private ObjectNode file() {
    ObjectNode file = parts.object();
    file.put("version", "1.0");
    file.putNull("truncation");
    file.putNull("padding");
    ObjectNode model =
        switch (vocabulary.kind()) {
          case BPE -> bpe();
          case SPM -> spm();
          case WORD_PIECE -> wordPiece();
          case UNIGRAM -> unigram();
        };
    file.set("added_tokens", added());
    switch (vocabulary.kind()) {
      case BPE -> byteLevel(file);
      case SPM -> spaces(file);
      case WORD_PIECE -> words(file);
      case UNIGRAM -> sentencePiece(file);
    }
    file.set("post_processor", frame());
    file.set("model", model);
    return file;
  }

  /** How the file spells a token; empty if it cannot, because another one is spelled so. */
  private String spelling(int id) {
    Piece piece = vocabulary.pieces().get(id);
    String text = WellFormed.of(piece.text());
    if (vocabulary.kind() != Kind.WORD_PIECE) {
      return text;
    }
    // GGUF has pieces as SentencePiece would: a word begins with a space, and goes on without.
    if (text.startsWith(SPACE)) {
      return text.substring(SPACE.length());
    }
    boolean bracketed = text.length() > 2 && text.startsWith("[") && text.endsWith("]");
    return text.isEmpty() || bracketed || piece.type() != PieceType.NORMAL ? text : "##" + text;
  }

  private ObjectNode vocab() {
    ObjectNode vocab = parts.object();
    for (int id = 0; id < vocabulary.pieces().size(); id++) {
      String spelling = spelling(id);
      if (!spelling.isEmpty() && ids.putIfAbsent(spelling, id) == null) {
        vocab.put(spelling, id);
      }
    }
    return vocab;
  }

  private ObjectNode bpe() {
    ObjectNode model = parts.pairs(vocab());
    model.put("ignore_merges", PreTokenizers.of(vocabulary.preTokenizer()).wholeWords());
    ArrayNode merges = model.putArray("merges");
    for (String merge : vocabulary.merges()) {
      int space = merge.indexOf(' ', 1);
      String left = space < 0 ? merge : merge.substring(0, space);
      String right = space < 0 ? "" : merge.substring(space + 1);
      if (right.contains(" ")
          || !ids.containsKey(left)
          || !ids.containsKey(right)
          || !ids.containsKey(left + right)) {
        throw new IllegalArgumentException(
            "a merge must be of two pieces that make a third, got " + Json.quote(merge));
      }
      merges.add(left + " " + right);
    }
    return model;
  }

  private ObjectNode spm() {
    ObjectNode model = parts.pairs(vocab());
    vocabulary.roles().unknown().ifPresent(id -> model.put("unk_token", spelling(id)));
    model.put("fuse_unk", true);
    model.put("byte_fallback", hasBytes());
    ArrayNode merges = model.putArray("merges");
    for (ScoredMerges.Merge merge : ScoredMerges.of(vocabulary.pieces(), ids)) {
      merges.add(merge.left() + " " + merge.right());
    }
    return model;
  }

  private boolean hasBytes() {
    return vocabulary.pieces().stream().anyMatch(piece -> piece.type() == PieceType.BYTE);
  }

  private ObjectNode wordPiece() {
    ObjectNode vocab = vocab();
    ObjectNode model = parts.typed("WordPiece");
    model.put("unk_token", spelling(required("unknown", vocabulary.roles().unknown())));
    model.put("continuing_subword_prefix", "##");
    model.put("max_input_chars_per_word", 100);
    model.set("vocab", vocab);
    return model;
  }

  private int required(String role, OptionalInt id) {
    return id.orElseThrow(
        () ->
            new IllegalArgumentException(
                "a vocabulary of " + vocabulary.kind().gguf() + " needs the " + role + " token"));
  }

  private ObjectNode unigram() {
    ObjectNode model = parts.typed("Unigram");
    model.put("unk_id", required("unknown", vocabulary.roles().unknown()));
    model.put("byte_fallback", hasBytes());
    ArrayNode vocab = model.putArray("vocab");
    for (int id = 0; id < vocabulary.pieces().size(); id++) {
      String spelling = spelling(id);
      float score = vocabulary.pieces().get(id).score();
      if (!Float.isFinite(score)) {
        throw new IllegalArgumentException("the score of piece " + id + " is " + score);
      }
      boolean own = !spelling.isEmpty() && ids.putIfAbsent(spelling, id) == null;
      // Ids are places here, so that none can be left out.
      vocab.addArray().add(own ? spelling : TokenizerFile.UNSPEAKABLE + "again" + id).add(score);
    }
    return model;
  }

  private ArrayNode added() {
    ArrayNode added = parts.array();
    for (int id = 0; id < vocabulary.pieces().size(); id++) {
      PieceType type = vocabulary.pieces().get(id).type();
      boolean special = type == PieceType.CONTROL || type == PieceType.UNKNOWN;
      String spelling = spelling(id);
      boolean own = Integer.valueOf(id).equals(ids.get(spelling));
      if (own && (special || type == PieceType.USER_DEFINED)) {
        ObjectNode token = added.addObject();
        token.put("id", id);
        token.put("content", spelling);
        List.of("single_word", "lstrip", "rstrip", "normalized").forEach(n -> token.put(n, false));
        token.put("special", special);
      }
    }
    return added;
  }

  private ObjectNode frame() {
    Vocabulary.Roles roles = vocabulary.roles();
    OptionalInt eos =
        vocabulary.kind() == Kind.WORD_PIECE
            ? roles.separator()
            : roles.eos().stream().mapToInt(id -> id).findFirst();
    return parts.template(
        vocabulary.rules().addBos() ? spelled(roles.bos()) : Map.of(),
        vocabulary.rules().addEos() ? spelled(eos) : Map.of());
  }

  private Map<String, Integer> spelled(OptionalInt id) {
    return id.isPresent() ? Map.of(spelling(id.getAsInt()), id.getAsInt()) : Map.of();
  }

  private void byteLevel(ObjectNode file) {
    PreTokenizers.Rule rule = PreTokenizers.of(vocabulary.preTokenizer());
    file.set("normalizer", rule.composed() ? parts.typed("NFC") : parts.none());
    ArrayNode steps = parts.array();
    rule.patterns().forEach(pattern -> steps.add(parts.split(pattern)));
    steps.add(parts.byteLevel(vocabulary.rules().addSpacePrefix()));
    file.set("pre_tokenizer", parts.sequence("pretokenizers", steps));
    file.set("decoder", parts.byteLevel(vocabulary.rules().addSpacePrefix()));
  }

  private void spaces(ObjectNode file) {
    boolean prefix = vocabulary.rules().addSpacePrefix();
    ArrayNode normalizers = parts.array();
    if (prefix) {
      normalizers.add(parts.typed("Prepend").put("prepend", SPACE));
    }
    normalizers.add(parts.replace("String", " ", SPACE));
    file.set("normalizer", parts.sequence("normalizers", normalizers));
    file.putNull("pre_tokenizer");
    ArrayNode decoders = parts.array();
    decoders.add(parts.replace("String", SPACE, " "));
    decoders.add(parts.typed("ByteFallback")).add(parts.typed("Fuse"));
    if (prefix) {
      decoders.add(parts.typed("Strip").put("content", " ").put("start", 1).put("stop", 0));
    }
    file.set("decoder", parts.sequence("decoders", decoders));
  }

  private void words(ObjectNode file) {
    ObjectNode normalizer = parts.typed("BertNormalizer");
    normalizer.put("clean_text", true).put("handle_chinese_chars", true);
    normalizer.putNull("strip_accents").put("lowercase", !hasCapitals());
    file.set("normalizer", normalizer);
    file.set("pre_tokenizer", parts.typed("BertPreTokenizer"));
    file.set("decoder", parts.typed("WordPiece").put("prefix", "##").put("cleanup", true));
  }

  /** A vocabulary without them was made from text in small letters; no metadata says so. */
  private boolean hasCapitals() {
    return vocabulary.pieces().stream()
        .filter(piece -> piece.type() == PieceType.NORMAL && !piece.text().startsWith("["))
        .anyMatch(piece -> piece.text().codePoints().anyMatch(c -> Character.toLowerCase(c) != c));
  }

  private void sentencePiece(ObjectNode file) {
    Vocabulary.Rules rules = vocabulary.rules();
    ArrayNode normalizers = parts.array();
    if (!rules.charsMap().isEmpty()) {
      normalizers.add(parts.typed("Precompiled").put("precompiled_charsmap", rules.charsMap()));
    }
    if (rules.removeExtraWhitespaces()) {
      normalizers.add(parts.typed("Strip").put("strip_left", true).put("strip_right", true));
      normalizers.add(parts.replace("Regex", " {2,}", " "));
    }
    file.set("normalizer", parts.sequence("normalizers", normalizers));
    file.set("pre_tokenizer", parts.metaspace(SPACE, rules.addSpacePrefix()));
    file.set("decoder", parts.metaspace(SPACE, rules.addSpacePrefix()));
  }
}
