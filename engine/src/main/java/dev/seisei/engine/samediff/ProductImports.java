package dev.seisei.engine.samediff;

import dev.seisei.engine.graph.Value;
import dev.seisei.engine.op.Gather;
import dev.seisei.engine.op.Ops;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Matrix products and look-ups. */
final class ProductImports {
  private ProductImports() {}

  static void register(OperationTable.Builder table) {
    table.put("matmul", ProductImports::matmul);
    table.put("gather", ProductImports::gather);
  }

  private static Value matmul(OperationCall call) {
    Value a = call.integer(0, 0) != 0 ? Ops.transpose(call.in(0)) : call.in(0);
    Value b = call.integer(1, 0) != 0 ? Ops.transpose(call.in(1)) : call.in(1);
    Value product = Ops.matmul(a, b);
    if (call.number(0, 1) != 1) {
      product = Ops.scale(product, call.number(0, 1), 0);
    }
    return call.integer(2, 0) != 0 ? Ops.transpose(product) : product;
  }

  private static Value gather(OperationCall call) {
    Value table = call.in(0);
    int axis = table.shape().normalizeAxis(Math.toIntExact(call.integer(0, 0)));
    if (axis == 0) {
      return Ops.apply(new Gather(), table, call.in(1));
    }
    // Bring the axis to the front, look up, and bring the indices' axes back to its place.
    List<Integer> toFront = new ArrayList<>(Ops.allAxes(table));
    toFront.remove(axis);
    toFront.add(0, axis);
    Value found = Ops.apply(new Gather(), Ops.permute(table, toFront), call.in(1));
    int indexRank = call.in(1).shape().rank();
    List<Integer> back = new ArrayList<>(Ops.allAxes(found));
    Collections.rotate(back.subList(0, axis + indexRank), axis);
    return Ops.permute(found, back);
  }
}
