package dev.seisei.engine.samediff;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.DynamicCustomOp;

/** Operations that SameDiff only makes when it reads a graph of another library. */
final class RawOperation {
  private RawOperation() {}

  /** The operation's result, whose type is that of the given input. */
  static SDVariable of(String kind, int typed, long[] arguments, SDVariable... inputs) {
    // Anonymous, because a constructor further up asks for the name already.
    DynamicCustomOp operation =
        new DynamicCustomOp(kind, inputs[0].getSameDiff(), inputs) {
          @Override
          public String opName() {
            return kind;
          }

          @Override
          public List<DataType> calculateOutputDataTypes(List<DataType> types) {
            return List.of(types.get(typed));
          }
        };
    operation.addIArgument(arguments);
    return operation.outputVariable();
  }
}
