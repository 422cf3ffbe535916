package dev.seisei.engine.samediff;

import static dev.seisei.engine.op.Ops.mul;
import static dev.seisei.engine.op.Ops.select;
import static dev.seisei.engine.op.Ops.sub;
import static dev.seisei.engine.op.Ops.zerosLike;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Compare;
import dev.seisei.engine.op.Logical;
import dev.seisei.engine.op.Ops;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Diagonals, triangles and bands of matrices, and the product of vectors in space. */
final class MatrixImports {
  private MatrixImports() {}

  static void register(OperationTable.Builder table) {
    table.put("diag", MatrixImports::diag);
    table.put("diag_part", MatrixImports::diagPart);
    table.put("matrix_diag", MatrixImports::matrixDiag);
    table.put("matrix_diag_part", call -> diagonalOf(call.in(0)));
    table.put("matrix_set_diag", MatrixImports::setDiag);
    table.put(
        "trace",
        call -> {
          Value diagonal = diagonalOf(call.in(0));
          return ReductionImports.dropAxes(
              Ops.sum(diagonal, List.of(-1)), List.of(diagonal.shape().rank() - 1), false);
        });
    table.put("tri", MatrixImports::tri);
    table.put("triu", call -> band(call.in(0), Dim.of(-call.integer(0, 0)), null));
    table.put("matrix_band_part", MatrixImports::bandPart);
    table.put("cross", MatrixImports::cross);
  }

  /** The column's number minus the row's. */
  private static Value offset(Dim rows, Dim columns) {
    return sub(
        Ops.iota(columns, DType.I64), ShapeImports.alongAxis(Ops.iota(rows, DType.I64), 0, 2));
  }

  /** Where the column's number is the row's plus a shift. */
  static Value diagonal(Dim rows, Dim columns, long shift) {
    return Ops.compare(Compare.EQ, offset(rows, columns), Ops.scalar((double) shift, DType.I64));
  }

  private static Value square(Dim extent) {
    return diagonal(extent, extent, 0);
  }

  /** x of shape s on the diagonal of zeros of shape s + s. */
  private static Value diag(OperationCall call) {
    Value x = call.in(0);
    Value vector = ShapeImports.vector(x);
    Value matrix = select(square(vector.shape().dim(0)), vector, zerosLike(vector));
    return Ops.reshape(matrix, x.shape().concat(x.shape()));
  }

  private static Value diagPart(OperationCall call) {
    Value x = call.in(0);
    Shape half = x.shape().range(0, x.shape().rank() / 2);
    Value matrix = Ops.reshape(x, Shape.of(half.elements(), half.elements()));
    return Ops.reshape(diagonalOf(matrix), half);
  }

  /** The diagonal of the last two axes. */
  private static Value diagonalOf(Value x) {
    Dim rows = x.shape().dim(-2);
    Dim columns = x.shape().dim(-1);
    boolean wide = rows.isConstant() && columns.isConstant() && rows.value() < columns.value();
    Value alone = select(diagonal(rows, columns, 0), x, zerosLike(x));
    int summed = x.shape().rank() - (wide ? 1 : 2);
    return ReductionImports.dropAxes(Ops.sum(alone, List.of(summed)), List.of(summed), false);
  }

  /** The last axis on the diagonal of a new pair of axes. */
  private static Value matrixDiag(OperationCall call) {
    Value x = call.in(0);
    Value rows = Ops.reshape(x, x.shape().insert(x.shape().rank() - 1, Dim.ONE));
    return select(square(x.shape().dim(-1)), rows, zerosLike(rows));
  }

  private static Value setDiag(OperationCall call) {
    Value x = call.in(0);
    Value diagonal = call.in(1);
    Dim rows = x.shape().dim(-2);
    Dim columns = x.shape().dim(-1);
    // It is as long as the shorter side, and is numbered along that side.
    boolean wide = rows.isConstant() && columns.isConstant() && rows.value() < columns.value();
    int axis = diagonal.shape().rank() - (wide ? 0 : 1);
    Value spread = Ops.reshape(diagonal, diagonal.shape().insert(axis, Dim.ONE));
    return select(diagonal(rows, columns, 0), spread, x);
  }

  /** Ones below and on a diagonal; arguments [rows, columns, shift]. */
  private static Value tri(OperationCall call) {
    Dim rows = Dim.of(call.integer(0, 0));
    Dim columns = Dim.of(call.integer(1, rows.value()));
    Value shift = Ops.scalar((double) call.integer(2, 0), DType.I64);
    return Ops.cast(Ops.compare(Compare.LE, offset(rows, columns), shift), call.resultType());
  }

  private static Value bandPart(OperationCall call) {
    boolean given = call.inputs().size() > 1;
    Dim below =
        given ? ShapeContent.require(call.in(1), "band").get(0) : Dim.of(call.integer(0, 0));
    Dim above =
        given ? ShapeContent.require(call.in(2), "band").get(0) : Dim.of(call.integer(1, 0));
    return band(call.in(0), isNegative(below) ? null : below, isNegative(above) ? null : above);
  }

  private static boolean isNegative(Dim dim) {
    return dim.isConstant() && dim.value() < 0;
  }

  /** Zeros but for some diagonals below and above the main one; all of them where null. */
  private static Value band(Value x, @Nullable Dim below, @Nullable Dim above) {
    Value offset = offset(x.shape().dim(-2), x.shape().dim(-1));
    Value kept = Ops.compare(Compare.EQ, offset, offset);
    if (below != null) {
      Value lowest = Ops.neg(Ops.extent(below, DType.I64));
      kept = Ops.binary(Logical.AND, kept, Ops.compare(Compare.GE, offset, lowest));
    }
    if (above != null) {
      Value highest = Ops.extent(above, DType.I64);
      kept = Ops.binary(Logical.AND, kept, Ops.compare(Compare.LE, offset, highest));
    }
    return select(kept, x, zerosLike(x));
  }

  /** a × b along the last axis, of extent 3. */
  private static Value cross(OperationCall call) {
    Value a = call.in(0);
    Value b = call.in(1);
    List<Value> parts = List.of(minor(a, b, 1, 2), minor(a, b, 2, 0), minor(a, b, 0, 1));
    return Ops.concat(-1, parts);
  }

  private static Value minor(Value a, Value b, int i, int j) {
    return sub(mul(at(a, i), at(b, j)), mul(at(a, j), at(b, i)));
  }

  private static Value at(Value x, int index) {
    return Ops.slice(x, -1, Dim.of(index), Dim.ONE);
  }
}
