package dev.seisei.text.tokenizer;

import dev.seisei.core.checkpoint.Json;
import dev.seisei.core.checkpoint.Reading;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A tokenizer in Hugging Face's format. Text is encoded by their library; ids are decoded here, one
 * by one.
 *
 * <p>The library has no switch for whether spellings of special tokens are these tokens. So there
 * are two tokenizers in it; the second is built when it is first needed.
 */
final class JsonTokenizer implements SavedTokenizer {
  /** Those of the largest known vocabularies have 35 MB. */
  private static final int MAX_BYTES = 256 << 20;

  private final TokenizerFile file;
  private final SpecialTokens specials;
  private final Map<String, Object> config;

  private final NativeTokenizer withoutSpecials;
  private @Nullable NativeTokenizer withSpecials;

  private JsonTokenizer(TokenizerFile file, SpecialTokens specials, Map<String, Object> config) {
    this.file = file;
    this.specials = specials;
    this.config = config;
    this.withoutSpecials = build(file, file.withoutSpecials());
  }

  /** The tokenizer of a folder; see {@link Tokenizers#open}. */
  static JsonTokenizer open(Path folder) {
    Path path = folder.resolve(TokenizerFile.NAME);
    TokenizerFile file =
        TokenizerFileReader.read(SourceText.of(path.toString(), Reading.all(path, MAX_BYTES)));
    Path config = folder.resolve(SpecialTokens.CONFIG);
    Map<String, Object> there =
        Reading.ifThere(config, MAX_BYTES).map(bytes -> Json.parse(config, bytes)).orElse(Map.of());
    return new JsonTokenizer(file, SpecialTokens.find(folder, file.pieces()), there);
  }

  /**
   * The tokenizer of a file that is not in a folder yet.
   *
   * @param name for errors
   */
  static JsonTokenizer of(String name, byte[] json, SpecialTokens specials) {
    return new JsonTokenizer(
        TokenizerFileReader.read(SourceText.of(name, json)), specials, Map.of());
  }

  @Override
  public int size() {
    return file.pieces().size();
  }

  @Override
  public int[] encode(String text) {
    String speakable = text.replace(TokenizerFile.UNSPEAKABLE, '\uFFFD');
    return withoutSpecials.encode(WellFormed.of(speakable));
  }

  @Override
  public int[] encodeWithSpecials(String text) {
    return withSpecials().encode(WellFormed.of(text));
  }

  private synchronized NativeTokenizer withSpecials() {
    if (withSpecials == null) {
      boolean same = !file.pieces().hasSpecials();
      withSpecials = same ? withoutSpecials : build(file, file.withSpecials());
    }
    return withSpecials;
  }

  private static NativeTokenizer build(TokenizerFile file, String json) {
    try {
      return new NativeTokenizer(json);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          file.json().name() + ": " + Json.shortened(String.valueOf(e.getMessage())), e);
    }
  }

  @Override
  public int[] frame(int[] ids) {
    return file.frame().around(ids);
  }

  @Override
  public byte[] bytes(int id) {
    String piece = file.pieces().piece(id);
    return piece.isEmpty() || file.pieces().isSpecial(id)
        ? new byte[0]
        : file.decoding().bytes(piece);
  }

  @Override
  public String piece(int id) {
    return file.pieces().piece(id);
  }

  @Override
  public OptionalInt id(String piece) {
    return file.pieces().id(piece);
  }

  @Override
  public String decode(int... ids) {
    return PieceStream.decode(stream(), ids);
  }

  @Override
  public TokenStream stream() {
    return new PieceStream(this, file.decoding().leadingSpaces());
  }

  @Override
  public OptionalInt bos() {
    return specials.bos();
  }

  @Override
  public Set<Integer> eos() {
    return specials.ends();
  }

  @Override
  public OptionalInt mask() {
    return specials.mask();
  }

  @Override
  public Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(TokenizerFile.NAME, file.json().bytes());
    files.put(SpecialTokens.CONFIG, Json.write(specials.config(file.pieces(), config)));
    return files;
  }
}
