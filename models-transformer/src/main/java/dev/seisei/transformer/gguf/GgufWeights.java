package dev.seisei.transformer.gguf;

import dev.seisei.core.checkpoint.TensorSource;
import dev.seisei.core.gguf.GgufTensor;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.transformer.RotaryRows;
import dev.seisei.transformer.gguf.Architecture.Arrangement;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The tensors of a file as those of a checkpoint, made into numbers some rows at a time. */
final class GgufWeights implements TensorSource {
  /** How many numbers are made at a time, more only where a row or a head is longer. */
  private static final int AT_A_TIME = 1 << 18;

  /** A tensor and how it lies in the file. */
  record Stored(GgufTensor tensor, Arrangement arrangement) {}

  private final Path file;
  private final Map<String, Stored> tensors;
  private final int headSize;

  /**
   * @param tensors by the checkpoint's names
   * @param headSize rows of a head
   */
  GgufWeights(Path file, Map<String, Stored> tensors, int headSize) {
    this.file = file;
    this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    this.headSize = headSize;
  }

  @Override
  public Path file() {
    return file;
  }

  @Override
  public Set<String> names() {
    return tensors.keySet();
  }

  @Override
  public long[] shape(String name) {
    Stored stored = stored(name);
    long[] shape = stored.tensor().shape();
    return stored.arrangement() == Arrangement.TRANSPOSED && shape.length == 2
        ? new long[] {shape[1], shape[0]}
        : shape;
  }

  @Override
  public DType dtype(String name) {
    return switch (stored(name).tensor().type()) {
      case F16 -> DType.F16;
      case BF16 -> DType.BF16;
      default -> DType.F32;
    };
  }

  @Override
  public Map<String, Tensor> read(Collection<String> names) {
    Map<String, Tensor> read = new LinkedHashMap<>();
    boolean complete = false;
    try {
      for (String name : names) {
        read.put(name, Tensor.zeros(Device.CPU, dtype(name), shape(name)));
        read(name, read.get(name));
      }
      complete = true;
      return read;
    } finally {
      if (!complete) {
        read.values().forEach(Tensor::close);
      }
    }
  }

  @Override
  public void read(String name, Tensor into) {
    if (!into.hasShape(shape(name)) || !into.dtype().isFloating()) {
      throw new IllegalArgumentException(file + ": " + name + " cannot be read as " + into);
    }
    Stored stored = stored(name);
    GgufTensor tensor = stored.tensor();
    int rows = rowsAtATime(stored);
    float[] numbers = new float[Math.toIntExact(rows * tensor.columns())];
    for (long row = 0; row < tensor.rows(); row += rows) {
      int count = (int) Math.min(rows, tensor.rows() - row);
      tensor.dequantise(row, count, numbers, 0);
      switch (stored.arrangement()) {
        case SAME -> put(into, row * tensor.columns(), numbers, count * (int) tensor.columns());
        case INTERLEAVED -> {
          float[] halves = halves(tensor, numbers, count);
          put(into, row * tensor.columns(), halves, halves.length);
        }
        case TRANSPOSED -> putColumns(into, row, count, tensor, numbers);
      }
    }
  }

  /** Whole heads where rows of heads change places. */
  private int rowsAtATime(Stored stored) {
    GgufTensor tensor = stored.tensor();
    int fitting = (int) Math.max(1, Math.min(tensor.rows(), AT_A_TIME / tensor.columns()));
    if (stored.arrangement() != Arrangement.INTERLEAVED || tensor.shape().length < 2) {
      return fitting;
    }
    if (tensor.rows() % headSize != 0) {
      throw new IllegalArgumentException(
          file + ": " + tensor + " should have rows of whole heads of " + headSize);
    }
    return Math.max(1, fitting / headSize) * headSize;
  }

  private float[] halves(GgufTensor tensor, float[] numbers, int rows) {
    boolean vector = tensor.shape().length < 2;
    int width = vector ? 1 : (int) tensor.columns();
    int length = Math.multiplyExact(rows, (int) tensor.columns());
    float[] exactly = numbers.length == length ? numbers : Arrays.copyOf(numbers, length);
    if (length % Math.multiplyExact(headSize, width) != 0) {
      throw new IllegalArgumentException(
          file + ": " + tensor + " should have rows of whole heads of " + headSize);
    }
    return RotaryRows.INTERLEAVED.to(RotaryRows.HALVES, exactly, headSize, width);
  }

  private static void put(Tensor into, long at, float[] numbers, int count) {
    if (into.dtype() == DType.F32) {
      into.bytes().asFloatBuffer().put(Math.toIntExact(at), numbers, 0, count);
      return;
    }
    long size = into.dtype().bytes();
    try (Tensor block = Tensor.zeros(Device.CPU, DType.F32, count)) {
      block.bytes().asFloatBuffer().put(0, numbers, 0, count);
      Tensor.view(into.buffer().slice(at * size, count * size), into.dtype(), count)
          .convertFrom(block);
    }
  }

  /** Rows of the file are columns here. */
  private static void putColumns(
      Tensor into, long firstRow, int rows, GgufTensor tensor, float[] numbers) {
    int columns = (int) tensor.columns();
    int width = Math.toIntExact(tensor.rows());
    FloatBuffer floats = into.dtype() == DType.F32 ? into.bytes().asFloatBuffer() : null;
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        long at = (long) column * width + firstRow + row;
        float number = numbers[row * columns + column];
        if (floats == null) {
          into.setDouble(at, number);
        } else {
          floats.put((int) at, number);
        }
      }
    }
  }

  private Stored stored(String name) {
    Stored stored = tensors.get(name);
    if (stored == null) {
      throw new IllegalArgumentException(file + " has no tensor for " + name);
    }
    return stored;
  }
}
