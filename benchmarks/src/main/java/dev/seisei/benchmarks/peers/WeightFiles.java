package dev.seisei.benchmarks.peers;

import dev.seisei.benchmarks.workload.Compiled;
import dev.seisei.benchmarks.workload.Workload;
import dev.seisei.engine.memory.Tensor;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What networks begin with, as files: for sides whose process should not hold what makes it. All
 * are single-precision.
 */
public final class WeightFiles {
  private WeightFiles() {}

  /** Writes what a network's parameters and states begin with. */
  public static void write(Path folder, Workload workload) {
    Map<String, Tensor> initial = Compiled.initial(workload);
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(Files.newOutputStream(file(folder, workload))))) {
      out.writeInt(initial.size());
      for (Map.Entry<String, Tensor> each : initial.entrySet()) {
        out.writeUTF(each.getKey());
        long[] shape = each.getValue().shape();
        out.writeInt(shape.length);
        for (long extent : shape) {
          out.writeLong(extent);
        }
        for (float value : each.getValue().toFloats()) {
          out.writeFloat(value);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      initial.values().forEach(Tensor::close);
    }
  }

  /** Reads what was written; the caller closes it. */
  public static Map<String, Tensor> read(Path folder, Workload workload) {
    Map<String, Tensor> initial = new LinkedHashMap<>();
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(Files.newInputStream(file(folder, workload))))) {
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        String name = in.readUTF();
        long[] shape = new long[in.readInt()];
        for (int axis = 0; axis < shape.length; axis++) {
          shape[axis] = in.readLong();
        }
        float[] values = new float[Math.toIntExact(Tensor.elementsOf(shape))];
        for (int j = 0; j < values.length; j++) {
          values[j] = in.readFloat();
        }
        initial.put(name, Tensor.of(values, shape));
      }
      return initial;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** By all sizes: a network of other sizes has other weights. */
  private static Path file(Path folder, Workload workload) {
    return folder.resolve(workload + ".weights");
  }
}
