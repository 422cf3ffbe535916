package dev.seisei.engine.file;

import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Constant tensors in a file: type, shape, and the elements, row-major, as Base64. */
final class Constants {
  private static final List<String> FIELDS = List.of("dtype", "shape", "data");

  private Constants() {}

  static String write(Tensor tensor) {
    int bytes = Limits.constant(tensor.dtype(), tensor.shape());
    ByteBuffer data = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    copy(tensor.bytes(), data, tensor.dtype().bytes());
    return Text.of(
        out -> {
          out.writeStartObject();
          out.writeStringField("dtype", tensor.dtype().name());
          out.writeArrayFieldStart("shape");
          for (long extent : tensor.shape()) {
            out.writeNumber(extent);
          }
          out.writeEndArray();
          out.writeStringField("data", Base64.getEncoder().encodeToString(data.array()));
          out.writeEndObject();
        });
  }

  static Tensor read(Field field) {
    field.only(FIELDS);
    DType dtype = (DType) field.get("dtype").constant(DType.class);
    Field extents = field.get("shape");
    long[] shape = extents.elements().stream().mapToLong(Field::longInteger).toArray();
    int bytes = extents.attempt(() -> Limits.constant(dtype, shape));
    Field text = field.get("data");
    String base64 = text.text();
    byte[] data = text.attempt(() -> Base64.getDecoder().decode(base64));
    if (data.length != bytes) {
      throw text.error(
          data.length
              + " bytes do not fit, a constant "
              + dtype
              + Arrays.toString(shape)
              + " takes "
              + bytes);
    }
    Tensor tensor = Tensor.zeros(Device.CPU, dtype, shape);
    copy(ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN), tensor.bytes(), dtype.bytes());
    return tensor;
  }

  /** Copies elements of a width, each from one byte order to the other if they differ. */
  private static void copy(ByteBuffer from, ByteBuffer to, int width) {
    switch (width) {
      case 1 -> to.duplicate().put(from.duplicate());
      case 2 -> to.asShortBuffer().put(from.asShortBuffer());
      case 4 -> to.asIntBuffer().put(from.asIntBuffer());
      default -> to.asLongBuffer().put(from.asLongBuffer());
    }
  }
}
