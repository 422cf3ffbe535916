package dev.seisei.engine.samediff;

import static dev.seisei.engine.op.Ops.add;
import static dev.seisei.engine.op.Ops.matmul;
import static dev.seisei.engine.op.Ops.mul;
import static dev.seisei.engine.op.Ops.scale;
import static dev.seisei.engine.op.Ops.unary;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.Unary;
import java.util.ArrayList;
import java.util.List;

/** Recurrent layers, unrolled over time, whose extent must be known; and single cells. */
final class RecurrentImports {
  private RecurrentImports() {}

  static void register(OperationTable.Builder table) {
    table.putAll("lstmLayer", call -> new LstmLayer(call).results());
    table.putAll("lstmBlockCell", RecurrentImports::lstmCell);
    table.put("gru", RecurrentImports::gru);
    table.putAll("gruCell", RecurrentImports::gruCell);
  }

  /** The number of steps along an axis. */
  static int steps(Value x, int axis) {
    Dim extent = x.shape().dim(axis);
    if (!extent.isConstant()) {
      throw new IllegalArgumentException(
          "runs over "
              + extent
              + " steps, which must be known to unroll it; give the placeholder that extent on axis "
              + axis);
    }
    return Math.toIntExact(extent.value());
  }

  /** The n-th of equal parts of the last axis. */
  static Value part(Value x, int index, int count) {
    Dim size = x.shape().dim(-1).floorDiv(Dim.of(count));
    return Ops.slice(x, -1, size.times(index), size);
  }

  /** One step of an axis, without that axis. */
  static Value step(Value x, int axis, int index) {
    return Ops.reshape(Ops.slice(x, axis, Dim.of(index), Dim.ONE), x.shape().without(axis));
  }

  /** x [T, N, F] · w [F, G], all steps in one product. */
  static Value project(Value x, Value w) {
    Dim rows = x.shape().dim(0).times(x.shape().dim(1));
    Value flat = Ops.reshape(x, Shape.of(rows, x.shape().dim(2)));
    return Ops.reshape(matmul(flat, w), x.shape().with(2, w.shape().dim(1)));
  }

  /** u·a + (1 − u)·b. */
  private static Value blend(Value u, Value a, Value b) {
    return add(mul(u, a), mul(scale(u, -1, 1), b));
  }

  /**
   * Inputs [x, c, y, W [I + H, 4H] with gates i z f o, peepholes of i f o, b]; arguments [whether
   * there are peepholes], [forget bias, bound of the cell]; results i c f o z h y.
   */
  private static List<Value> lstmCell(OperationCall call) {
    Value last = call.in(1);
    Value joined = Ops.concat(-1, List.of(call.in(0), call.in(2)));
    Value gates = add(matmul(joined, call.in(3)), call.in(7));
    boolean peeps = call.integer(0, 0) != 0;
    double bound = call.number(1, 0);
    Value zi = part(gates, 0, 4);
    Value zf = scale(part(gates, 2, 4), 1, call.number(0, 0));
    Value zo = part(gates, 3, 4);
    Value i = unary(Unary.SIGMOID, peeps ? add(zi, mul(last, call.in(4))) : zi);
    Value f = unary(Unary.SIGMOID, peeps ? add(zf, mul(last, call.in(5))) : zf);
    Value z = unary(Unary.TANH, part(gates, 1, 4));
    Value c = LstmLayer.clipped(add(mul(f, last), mul(i, z)), bound);
    Value o = unary(Unary.SIGMOID, peeps ? add(zo, mul(c, call.in(6))) : zo);
    Value h = unary(Unary.TANH, c);
    return List.of(i, c, f, o, z, h, mul(h, o));
  }

  /**
   * Inputs [x [T, N, I], h [N, H], Wx [I, 3H], Wh [H, 3H], b [3H]], gates r u c; the reset gate is
   * applied after the product.
   */
  private static Value gru(OperationCall call) {
    Value inputs = add(project(call.in(0), call.in(2)), call.in(4));
    Value h = call.in(1);
    List<Value> outputs = new ArrayList<>();
    for (int t = 0; t < steps(inputs, 0); t++) {
      Value x = step(inputs, 0, t);
      Value recurrent = matmul(h, call.in(3));
      Value r = unary(Unary.SIGMOID, add(part(x, 0, 3), part(recurrent, 0, 3)));
      Value u = unary(Unary.SIGMOID, add(part(x, 1, 3), part(recurrent, 1, 3)));
      Value c = unary(Unary.TANH, add(part(x, 2, 3), mul(r, part(recurrent, 2, 3))));
      h = blend(u, h, c);
      outputs.add(h);
    }
    return ShapeImports.stack(0, outputs);
  }

  /**
   * Inputs [x, h, W of r u [I + H, 2H], W of c [I + H, H], b of r u, b of c]; the reset gate is
   * applied before the product; results r u c h.
   */
  private static List<Value> gruCell(OperationCall call) {
    Value x = call.in(0);
    Value h = call.in(1);
    Value joined = Ops.concat(-1, List.of(x, h));
    Value gates = unary(Unary.SIGMOID, add(matmul(joined, call.in(2)), call.in(4)));
    Value r = part(gates, 0, 2);
    Value u = part(gates, 1, 2);
    Value reset = Ops.concat(-1, List.of(x, mul(r, h)));
    Value c = unary(Unary.TANH, add(matmul(reset, call.in(3)), call.in(5)));
    return List.of(r, u, c, blend(u, h, c));
  }
}
