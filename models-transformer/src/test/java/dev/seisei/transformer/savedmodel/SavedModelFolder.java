package dev.seisei.transformer.savedmodel;

import dev.seisei.engine.memory.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes models as TensorFlow would. */
public final class SavedModelFolder {
  /** DT_FLOAT. */
  private static final int FLOAT = 1;

  private SavedModelFolder() {}

  /** Writes variables in single precision, in one shard. */
  public static void write(Path folder, Map<String, Tensor> variables) throws IOException {
    BundleBytes bundle = new BundleBytes(1);
    for (Map.Entry<String, Tensor> each : variables.entrySet()) {
      float[] values = each.getValue().toFloats();
      ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(values);
      bundle.variable(each.getKey(), FLOAT, 0, bytes.array(), each.getValue().shape());
    }
    Path inside = Files.createDirectories(folder.resolve("variables"));
    Files.write(folder.resolve("saved_model.pb"), new byte[0]);
    Files.write(inside.resolve("variables.index"), bundle.index());
    Files.write(
        inside.resolve("variables.data-00000-of-00001"),
        bundle.shards.getOrDefault(0, new ByteArrayOutputStream()).toByteArray());
  }
}
