package dev.seisei.transformer.gguf;

import dev.seisei.core.checkpoint.TensorSource;
import dev.seisei.core.gguf.GgufType;
import dev.seisei.core.gguf.GgufWriter;
import dev.seisei.core.progress.Progress;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.transformer.RotaryRows;
import dev.seisei.transformer.gpt2.Gpt2Config;
import dev.seisei.transformer.llama.LlamaConfig;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A checkpoint's weights as a file has them, read one tensor at a time. */
final class WrittenWeights {
  private final TensorSource weights;
  private final Architecture architecture;
  private final GgufType type;
  private final Progress progress;
  private final int headSize;
  private final boolean tied;

  /** The tensors of the model, by their names without what some files have in front. */
  private final Map<String, String> stored = new TreeMap<>();

  private int done;

  /**
   * @param config of the family of the architecture
   * @param type of matrices
   */
  WrittenWeights(
      TensorSource weights,
      Architecture architecture,
      Record config,
      GgufType type,
      Progress progress) {
    this.weights = weights;
    this.architecture = architecture;
    this.type = type;
    this.progress = progress;
    if (config instanceof LlamaConfig llama) {
      headSize = llama.headSize();
      tied = llama.tieWordEmbeddings();
    } else if (config instanceof Gpt2Config gpt2) {
      headSize = 1;
      tied = gpt2.tieWordEmbeddings();
    } else {
      throw new IllegalArgumentException("no configuration of " + architecture);
    }
    TensorNames names = TensorNames.of(architecture);
    for (String name : weights.names()) {
      String ours = name;
      if (architecture == Architecture.GPT2
          && !name.startsWith("transformer.")
          && !name.startsWith("lm_head.")) {
        ours = "transformer." + name;
      }
      boolean again = tied && ours.equals("lm_head.weight");
      if (names.theirs(ours).isPresent() && !again) {
        stored.put(ours, name);
      }
    }
  }

  /** How many rows the table of tokens has. */
  int rows(String table) {
    return (int)
        stored.entrySet().stream()
            .filter(each -> each.getKey().endsWith(table))
            .mapToLong(each -> weights.shape(each.getValue())[0])
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException(weights.file() + " has no weight " + table));
  }

  /** Adds all tensors. */
  void put(GgufWriter writer) {
    TensorNames names = TensorNames.of(architecture);
    stored.forEach(
        (ours, name) -> names.theirs(ours).ifPresent(theirs -> put(writer, theirs, ours, name)));
  }

  private void put(GgufWriter writer, String theirs, String ours, String name) {
    long[] shape = weights.shape(name);
    Architecture.Arrangement arrangement = architecture.arrangement(ours);
    if (arrangement == Architecture.Arrangement.TRANSPOSED) {
      shape = new long[] {shape[1], shape[0]};
    }
    long[] written = shape;
    int columns = (int) written[written.length - 1];
    float[][] numbers = new float[1][];
    writer.tensor(
        theirs,
        type(theirs, written),
        written,
        (row, count, into) -> {
          if (row == 0) {
            progress.throwIfCancelled();
            progress.at(++done, stored.size(), "tensors");
            numbers[0] = arranged(arrangement, numbers(name), written);
          }
          System.arraycopy(numbers[0], (int) (row * columns), into, 0, count * columns);
          if ((row + count) * columns == numbers[0].length) {
            numbers[0] = new float[0];
          }
        });
  }

  private GgufType type(String theirs, long[] shape) {
    if (shape.length < 2 || theirs.startsWith("position_embd")) {
      return GgufType.F32;
    }
    boolean table = Set.of("token_embd.weight", "output.weight").contains(theirs);
    GgufType wanted = table && type == GgufType.Q4_0 ? GgufType.Q8_0 : type;
    return shape[shape.length - 1] % wanted.blockElements() == 0 ? wanted : GgufType.F16;
  }

  private float[] numbers(String name) {
    Map<String, Tensor> read = weights.read(Set.of(name));
    try {
      for (Tensor tensor : read.values()) {
        return tensor.toFloats();
      }
      throw new IllegalArgumentException(weights.file() + " has no weight " + name);
    } finally {
      read.values().forEach(Tensor::close);
    }
  }

  /**
   * @param shape as it is written
   */
  private float[] arranged(Architecture.Arrangement arrangement, float[] numbers, long[] shape) {
    int columns = (int) shape[shape.length - 1];
    return switch (arrangement) {
      case SAME -> numbers;
      case INTERLEAVED ->
          RotaryRows.HALVES.to(
              RotaryRows.INTERLEAVED, numbers, headSize, shape.length < 2 ? 1 : columns);
      case TRANSPOSED -> {
        int rows = (int) shape[0];
        float[] other = Arrays.copyOf(numbers, numbers.length);
        for (int row = 0; row < rows; row++) {
          for (int column = 0; column < columns; column++) {
            other[row * columns + column] = numbers[column * rows + row];
          }
        }
        yield other;
      }
    };
  }
}
