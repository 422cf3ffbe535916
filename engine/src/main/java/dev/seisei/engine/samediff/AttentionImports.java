package dev.seisei.engine.samediff;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.Softmax;
import dev.seisei.engine.op.Unary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Attention as SameDiff has it, over columns: (queries [N, F, Q], keys [N, F, T], values [N, V, T])
 * → [N, V, Q], and with heads [N, H, …]. Arguments [scaled, whether the weights are a result too].
 */
final class AttentionImports {
  /** What libnd4j adds to a score to mask it. */
  private static final double MASKED = 1e9;

  private AttentionImports() {}

  static void register(OperationTable.Builder table) {
    table.putAll("dot_product_attention", AttentionImports::attention);
    table.putAll("multi_head_dot_product_attention", AttentionImports::multiHeadAttention);
  }

  private static List<Value> attention(OperationCall call) {
    Value mask = call.inputs().size() > 3 ? call.in(3) : null;
    return attend(call, call.in(0), call.in(1), call.in(2), mask);
  }

  /** The result, and the weights [.., T, Q] if they are wanted. */
  private static List<Value> attend(
      OperationCall call, Value queries, Value keys, Value values, @Nullable Value mask) {
    Value scores = Ops.matmul(Ops.transpose(keys), queries);
    if (call.integer(0, 0) != 0) {
      DType dtype = scores.type().dtype();
      Value root = Ops.unary(Unary.SQRT, Ops.extent(keys.shape().dim(-2), dtype));
      scores = Ops.div(scores, root);
    }
    if (mask != null) {
      scores = Ops.add(scores, Ops.scale(aligned(mask, scores.shape().rank()), MASKED, -MASKED));
    }
    Value weights =
        AxisImports.alongAxis(
            scores, scores.shape().rank() - 2, rows -> Ops.apply(new Softmax(), rows));
    Value result = Ops.matmul(values, weights);
    return call.outputs() > 1 ? List.of(result, weights) : List.of(result);
  }

  /** A mask [N, T] as [N, 1…, T, 1]. */
  private static Value aligned(Value mask, int rank) {
    List<Dim> dims = new ArrayList<>(mask.shape().dims());
    while (dims.size() < rank - 1) {
      dims.add(1, Dim.ONE);
    }
    dims.add(Dim.ONE);
    return Ops.reshape(mask, new Shape(dims));
  }

  /** Inputs [queries, keys, values, Wq, Wk, Wv [H, P, F], Wo [H·P, O], mask]. */
  private static List<Value> multiHeadAttention(OperationCall call) {
    Value mask = call.inputs().size() > 7 ? call.in(7) : null;
    Value queries = project(call.in(0), call.in(3));
    Value keys = project(call.in(1), call.in(4));
    Value values = project(call.in(2), call.in(5));
    List<Value> results = new ArrayList<>(attend(call, queries, keys, values, mask));
    Value heads = results.get(0);
    Dim joined = heads.shape().dim(1).times(heads.shape().dim(2));
    Value columns =
        Ops.reshape(heads, Shape.of(heads.shape().dim(0), joined, heads.shape().dim(3)));
    results.set(0, Ops.matmul(Ops.transpose(call.in(6)), columns));
    return results;
  }

  /** (x [N, F, T], w [H, P, F]) → [N, H, P, T]. */
  private static Value project(Value x, Value w) {
    Value spread = Ops.reshape(x, x.shape().insert(1, Dim.ONE));
    return Ops.matmul(w, spread);
  }
}
