package dev.seisei.engine.nd4j;

import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Between ND4J's arrays and tensors. */
@SuppressWarnings("deprecation") // ND4J has deprecated its own short names for types
public final class Nd4jTensors {
  private Nd4jTensors() {}

  /** A copy of an array's elements, row-major. */
  public static Tensor tensor(INDArray array) {
    Tensor tensor = Tensor.zeros(Device.CPU, dtype(array.dataType()), array.shape());
    if (array.isEmpty()) {
      return tensor;
    }
    // dup always gives a dense array of its own, without an offset
    try (INDArray dense = array.dup('c')) {
      Pointer.memcpy(
          tensor.buffer().pointer(), dense.data().addressPointer(), tensor.buffer().bytes());
    }
    return tensor;
  }

  /** A tensor's memory as an array, without a copy: valid as long as the tensor is. */
  public static INDArray view(Tensor tensor) {
    DataType type = dataType(tensor.dtype());
    return Nd4j.create(
        Nd4j.createBuffer(tensor.buffer().pointer(), tensor.elements(), type), tensor.shape());
  }

  /** The type of the same elements. */
  public static DType dtype(DataType type) {
    return switch (type) {
      case FLOAT -> DType.F32;
      case DOUBLE -> DType.F64;
      case HALF -> DType.F16;
      case BFLOAT16 -> DType.BF16;
      case INT -> DType.I32;
      case LONG -> DType.I64;
      case BYTE -> DType.I8;
      case UBYTE -> DType.U8;
      case BOOL -> DType.BOOL;
      default ->
          throw new IllegalArgumentException(
              "data type " + type + " is not supported; cast it to INT, LONG, FLOAT or DOUBLE");
    };
  }

  /** The type of the same elements. */
  public static DataType dataType(DType type) {
    return switch (type) {
      case F32 -> DataType.FLOAT;
      case F64 -> DataType.DOUBLE;
      case F16 -> DataType.HALF;
      case BF16 -> DataType.BFLOAT16;
      case I32 -> DataType.INT;
      case I64 -> DataType.LONG;
      case I8 -> DataType.BYTE;
      case U8 -> DataType.UBYTE;
      case BOOL -> DataType.BOOL;
    };
  }
}
