package dev.seisei.benchmarks.decode;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.settings.SettingException;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.text.tokenizer.Tokenizer;
import dev.seisei.text.tokenizer.Tokenizers;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A Llama in the files of llama2.c, version 0, so that its program runs the same weights. */
final class Llama2cFiles {
  private final Map<String, Object> config;
  private final Map<String, Tensor> weights;

  private Llama2cFiles(Checkpoint checkpoint, Map<String, Tensor> weights) {
    this.config = checkpoint.config();
    this.weights = weights;
  }

  /**
   * Writes a checkpoint's weights and tokens.
   *
   * @throws SettingException if it is no model that llama2.c can run
   */
  static void write(Path folder, Path model, Path tokens) throws IOException {
    Checkpoint checkpoint = Checkpoint.open(folder);
    if (!checkpoint.modelType().equals("llama")) {
      throw new SettingException(
          "model", "llama2.c runs models of the type llama, got " + checkpoint.modelType());
    }
    Map<String, Tensor> weights = checkpoint.tensors(checkpoint.graphs().values());
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(model))) {
      new Llama2cFiles(checkpoint, weights).writeModel(out);
    } finally {
      weights.values().forEach(Tensor::close);
    }
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(tokens))) {
      writeTokens(Tokenizers.open(folder), out);
    }
  }

  private int number(String key) {
    if (!(config.get(key) instanceof Number number)) {
      throw new SettingException("model", "the model's configuration has no number " + key);
    }
    return number.intValue();
  }

  private void writeModel(OutputStream out) throws IOException {
    int width = number("hidden_size");
    int layers = number("num_hidden_layers");
    int heads = number("num_attention_heads");
    int some = number("num_key_value_heads");
    int keyHeads = some == 0 ? heads : some;
    int size = width / heads;
    int positions = number("max_position_embeddings");
    boolean tied = Boolean.TRUE.equals(config.get("tie_word_embeddings"));
    int vocabulary = number("vocab_size");
    int[] header = {
      width,
      number("intermediate_size"),
      layers,
      heads,
      keyHeads,
      tied ? vocabulary : -vocabulary,
      positions
    };
    ByteBuffer bytes = ByteBuffer.allocate(28).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(header);
    out.write(bytes.array());
    write(out, floats("model.embed_tokens.weight"));
    each(out, layers, "input_layernorm");
    for (int layer = 0; layer < layers; layer++) {
      write(out, interleaved(floats(name(layer, "self_attn.q_proj")), size, width));
    }
    for (int layer = 0; layer < layers; layer++) {
      write(out, interleaved(floats(name(layer, "self_attn.k_proj")), size, width));
    }
    each(out, layers, "self_attn.v_proj");
    each(out, layers, "self_attn.o_proj");
    each(out, layers, "post_attention_layernorm");
    each(out, layers, "mlp.gate_proj");
    each(out, layers, "mlp.down_proj");
    each(out, layers, "mlp.up_proj");
    write(out, floats("model.norm.weight"));
    // Tables of angles, which its program computes itself.
    write(out, new float[positions * size]);
    if (!tied) {
      write(out, floats("lm_head.weight"));
    }
  }

  private static String name(int layer, String what) {
    return "model.layers." + layer + "." + what + ".weight";
  }

  private float[] floats(String name) {
    Tensor tensor = weights.get(name);
    if (tensor == null) {
      throw new SettingException("model", "the model has no weights " + name);
    }
    return tensor.toFloats();
  }

  private void each(OutputStream out, int layers, String what) throws IOException {
    for (int layer = 0; layer < layers; layer++) {
      write(out, floats(name(layer, what)));
    }
  }

  /** Rows of each head from halves to neighbours, as llama2.c turns them. */
  private static float[] interleaved(float[] rows, int size, int width) {
    float[] result = new float[rows.length];
    for (int row = 0; row < rows.length / width; row++) {
      int within = row % size;
      int to = row - within + (within < size / 2 ? 2 * within : 2 * (within - size / 2) + 1);
      System.arraycopy(rows, row * width, result, to * width, width);
    }
    return result;
  }

  private static void write(OutputStream out, float[] values) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    out.write(bytes.array());
  }

  /** Pieces in the order of their ids; scores only matter for prompts, and there is none. */
  private static void writeTokens(Tokenizer tokenizer, OutputStream out) throws IOException {
    int longest = 1;
    for (int id = 0; id < tokenizer.size(); id++) {
      longest = Math.max(longest, piece(tokenizer, id).length);
    }
    ByteBuffer number = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    out.write(number.putInt(0, longest).array());
    for (int id = 0; id < tokenizer.size(); id++) {
      byte[] piece = piece(tokenizer, id);
      out.write(number.putFloat(0, -id).array());
      out.write(number.putInt(0, piece.length).array());
      out.write(piece);
    }
  }

  /** What a token stands for; its program takes no empty ones. */
  private static byte[] piece(Tokenizer tokenizer, int id) {
    byte[] bytes = tokenizer.bytes(id);
    return bytes.length > 0 ? bytes : tokenizer.piece(id).getBytes(StandardCharsets.UTF_8);
  }
}
