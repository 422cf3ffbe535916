import dev.seisei.core.gguf.GgufType;
import dev.seisei.core.gguf.GgufValue;
import dev.seisei.core.gguf.GgufValueType;
import dev.seisei.core.gguf.GgufWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Makes a GGUF file of a Llama with random weights, to measure with: all that llama.cpp wants, a
 * vocabulary of syllables, and matrices in any type that can be written. Without options it has the
 * shape of TinyLlama, 1.1 thousand million weights, and takes 620 MB. Equal options give equal
 * bytes. Needs little memory, whatever the size.
 *
 * <pre>
 * mvn -q -pl core -am compile
 * java -cp core/target/classes:engine/target/classes tools/gguf/RandomLlama.java OUT.gguf \
 *     [--seed 1] [--layers 22] [--width 2048] [--hidden 5632] [--heads 32] [--key_heads 4] \
 *     [--vocabulary 32000] [--context 2048] [--type Q4_0]
 * </pre>
 */
public final class RandomLlama {
  private static final int BYTES_BEGIN = 3;
  private static final int PIECES_BEGIN = BYTES_BEGIN + 256;

  private final Map<String, String> options = new LinkedHashMap<>();
  private final GgufWriter writer = new GgufWriter();
  private final GgufType type;
  private final long seed;

  private RandomLlama(List<String> given) {
    String[] defaults = {
      "seed", "1", "layers", "22", "width", "2048", "hidden", "5632", "heads", "32", "key_heads",
      "4", "vocabulary", "32000", "context", "2048", "type", "Q4_0"
    };
    for (int i = 0; i < defaults.length; i += 2) {
      options.put("--" + defaults[i], defaults[i + 1]);
    }
    for (int i = 0; i < given.size(); i += 2) {
      if (i + 1 == given.size() || options.replace(given.get(i), given.get(i + 1)) == null) {
        throw new IllegalArgumentException(
            given.get(i) + ": give OUT and pairs of " + options.keySet() + " and value");
      }
    }
    type = GgufType.valueOf(options.get("--type").toUpperCase(Locale.ROOT));
    seed = Long.parseLong(options.get("--seed"));
  }

  public static void main(String[] args) throws IOException {
    if (args.length == 0) {
      throw new IllegalArgumentException("which file is to be written?");
    }
    new RandomLlama(Arrays.asList(args).subList(1, args.length)).write(Path.of(args[0]));
  }

  private int option(String name) {
    int value = Integer.parseInt(options.get("--" + name));
    if (value < 1) {
      throw new IllegalArgumentException("--" + name + " must be at least 1, got " + value);
    }
    return value;
  }

  private void write(Path file) throws IOException {
    int width = option("width");
    int heads = option("heads");
    int keyWidth = width / heads * option("key_heads");
    int hidden = option("hidden");
    int layers = option("layers");
    int vocabulary = option("vocabulary");
    writer
        .put("general.architecture", "llama")
        .put("general.name", "random")
        .putCount("general.quantization_version", 2)
        .putCount("llama.vocab_size", vocabulary)
        .putCount("llama.context_length", option("context"))
        .putCount("llama.embedding_length", width)
        .putCount("llama.block_count", layers)
        .putCount("llama.feed_forward_length", hidden)
        .putCount("llama.rope.dimension_count", width / heads)
        .putFloat("llama.rope.freq_base", 10_000)
        .putCount("llama.attention.head_count", heads)
        .putCount("llama.attention.head_count_kv", option("key_heads"))
        .putFloat("llama.attention.layer_norm_rms_epsilon", 1e-5f);
    putVocabulary(vocabulary);

    matrix("token_embd", vocabulary, width);
    for (int layer = 0; layer < layers; layer++) {
      String block = "blk." + layer + ".";
      norm(block + "attn_norm", width);
      matrix(block + "attn_q", width, width);
      matrix(block + "attn_k", keyWidth, width);
      matrix(block + "attn_v", keyWidth, width);
      matrix(block + "attn_output", width, width);
      norm(block + "ffn_norm", width);
      matrix(block + "ffn_gate", hidden, width);
      matrix(block + "ffn_up", hidden, width);
      matrix(block + "ffn_down", width, hidden);
    }
    norm("output_norm", width);
    matrix("output", vocabulary, width);
    writer.write(file);
  }

  private void norm(String name, int width) {
    writer.tensor(
        name + ".weight",
        GgufType.F32,
        new long[] {width},
        (row, count, into) -> Arrays.fill(into, 0, width, 1));
  }

  /** Numbers of the deviation that keeps what goes through at its size. */
  private void matrix(String name, int out, int in) {
    double deviation = 1 / Math.sqrt(in);
    writer.tensor(
        name + ".weight",
        type,
        new long[] {out, in},
        (row, count, into) -> {
          for (int i = 0; i < count; i++) {
            SplittableRandom random =
                new SplittableRandom(seed * 31 + name.hashCode() * 1_000_003L + row + i);
            for (int j = 0; j < in; j++) {
              into[i * in + j] = (float) (deviation * random.nextGaussian());
            }
          }
        });
  }

  /** As SentencePiece makes them: three marks, all bytes, and pieces, the likely ones first. */
  private void putVocabulary(int size) {
    List<String> tokens = new ArrayList<>(List.of("<unk>", "<s>", "</s>"));
    for (int i = 0; i < 256; i++) {
      tokens.add(String.format(Locale.ROOT, "<0x%02X>", i));
    }
    addPieces(tokens, size);
    double[] scores = new double[size];
    long[] types = new long[size];
    for (int i = 0; i < size; i++) {
      scores[i] = i < PIECES_BEGIN ? 0 : PIECES_BEGIN - i;
      types[i] = i == 0 ? 2 : i < BYTES_BEGIN ? 3 : i < PIECES_BEGIN ? 6 : 1;
    }
    writer
        .put("tokenizer.ggml.model", "llama")
        .put("tokenizer.ggml.pre", "default")
        .put("tokenizer.ggml.tokens", new GgufValue.Texts(tokens))
        .put("tokenizer.ggml.scores", new GgufValue.Floatings(GgufValueType.FLOAT32, scores))
        .put("tokenizer.ggml.token_type", new GgufValue.Integrals(GgufValueType.INT32, types))
        .putCount("tokenizer.ggml.bos_token_id", 1)
        .putCount("tokenizer.ggml.eos_token_id", 2)
        .putCount("tokenizer.ggml.unknown_token_id", 0)
        .put("tokenizer.ggml.add_bos_token", true)
        .put("tokenizer.ggml.add_eos_token", false);
  }

  /** Characters, then all strings of two letters, of three and so on, inside of words and first. */
  private static void addPieces(List<String> tokens, int size) {
    String space = "\u2581";
    List<String> pieces = new ArrayList<>();
    pieces.add(space);
    for (char c = '!'; c <= '~'; c++) {
      pieces.add(String.valueOf(c));
    }
    List<String> longer = new ArrayList<>();
    for (char c = 'a'; c <= 'z'; c++) {
      longer.add(String.valueOf(c));
    }
    longer.forEach(letter -> pieces.add(space + letter));
    if (size < PIECES_BEGIN + pieces.size()) {
      throw new IllegalArgumentException(
          "--vocabulary must be at least " + (PIECES_BEGIN + pieces.size()) + ", got " + size);
    }
    while (PIECES_BEGIN + pieces.size() < size) {
      List<String> next = new ArrayList<>();
      for (String string : longer) {
        for (char c = 'a'; c <= 'z'; c++) {
          next.add(string + c);
        }
      }
      longer = next;
      longer.forEach(string -> pieces.add(string));
      longer.forEach(string -> pieces.add(space + string));
    }
    tokens.addAll(pieces.subList(0, size - PIECES_BEGIN));
  }
}
