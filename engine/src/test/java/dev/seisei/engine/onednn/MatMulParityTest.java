package dev.seisei.engine.onednn;

import static dev.seisei.engine.onednn.Views.gaps;
import static dev.seisei.engine.onednn.Views.repeated;
import static dev.seisei.engine.onednn.Views.rows;
import static dev.seisei.engine.onednn.Views.turned;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Binary;
import dev.seisei.engine.op.MatMul;
import dev.seisei.engine.op.Scale;
import dev.seisei.engine.op.Unary;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Matrix products of all kinds of views, against their definition. */
class MatMulParityTest {
  /** A part of rows that hold queries, keys and values of all heads: [N, heads, time, width]. */
  private static Strided head(long batch, long heads, long time, long width) {
    long row = 3 * heads * width;
    return Strided.of(
        DType.F32, new long[] {batch, heads, time, width}, new long[] {time * row, width, row, 1});
  }

  private static Strided turnedHead(long batch, long heads, long time, long width) {
    return head(batch, heads, time, width).permute(List.of(0, 1, 3, 2));
  }

  @Test
  void matrices() {
    for (Strided a :
        List.of(Strided.dense(DType.F32, 65, 33), turned(65, 33), rows(65, 33), gaps(65, 33))) {
      for (Strided b :
          List.of(Strided.dense(DType.F32, 33, 97), turned(33, 97), rows(33, 97), gaps(33, 97))) {
        new Trial(new MatMul()).in(a).in(b).check();
      }
    }
  }

  /** Every second row, of which the last has nothing behind it: oneDNN takes it for overlapping. */
  @Test
  void everySecondRow() {
    Strided a = Strided.of(DType.F32, new long[] {3, 5, 33}, new long[] {9 * 33, 2 * 33, 1});
    new Trial(new MatMul()).in(a).in(1, 33, 40).check();
    new Trial(new MatMul()).in(3, 7, 33).in(a.permute(List.of(0, 2, 1))).check();
    new Trial(new MatMul()).in(3, 5, 8).in(3, 8, 33).out(0, a).check();
  }

  @Test
  void results() {
    for (Strided result :
        List.of(Strided.dense(DType.F32, 65, 97), turned(65, 97), rows(65, 97), gaps(65, 97))) {
      new Trial(new MatMul()).in(65, 33).in(33, 97).out(0, result).check();
      new Trial(new MatMul())
          .in(65, 33)
          .in(33, 97)
          .out(0, result)
          .then(Binary.ADD, Strided.dense(DType.F32, 1, 97))
          .then(Binary.MUL, Strided.dense(DType.F32, 65, 97))
          .then(Unary.TANH)
          .check();
    }
  }

  /** Sizes from which operands are copied first on some processors. */
  @Test
  void large() {
    long m = 33;
    long k = 390;
    long n = 260;
    for (Strided a : List.of(Strided.dense(DType.F32, m, k), turned(m, k), rows(m, k))) {
      for (Strided b : List.of(Strided.dense(DType.F32, k, n), turned(k, n), rows(k, n))) {
        new Trial(new MatMul()).in(a).in(b).check();
        new Trial(new MatMul())
            .in(a)
            .in(b)
            .out(0, rows(m, n))
            .then(Binary.ADD, Strided.dense(DType.F32, 1, n))
            .then(Unary.RELU)
            .then(Binary.MUL, Strided.dense(DType.F32, m, n))
            .then(Binary.ADD, Strided.dense(DType.F32, m, 1))
            .check();
      }
    }
    new Trial(new MatMul()).in(m, k).in(k, n).out(0, turned(m, n)).check();
    for (Strided operand :
        List.of(
            Strided.dense(DType.F32, 1, 1, n),
            Strided.dense(DType.F32, 2, m, n),
            Strided.dense(DType.F32, 2, 1, n),
            Strided.dense(DType.F32, 1, m, n))) {
      new Trial(new MatMul()).in(2, m, k).in(1, k, n).then(Binary.ADD, operand).check();
      new Trial(new MatMul()).in(2, m, k).in(2, k, n).then(Binary.ADD, operand).check();
      new Trial(new MatMul()).in(1, m, k).in(2, k, n).then(Binary.ADD, operand).check();
    }
  }

  /** Layouts that oneDNN 3.11 takes and misreads. */
  @Test
  void matricesThatLieApart() {
    Strided oneRow = Strided.of(DType.F32, new long[] {4, 1, 16}, new long[] {48, 16, 1});
    new Trial(new MatMul()).in(4, 16, 1).in(oneRow).check();
    Strided apart = Strided.of(DType.F32, new long[] {4, 5, 16}, new long[] {160, 16, 1});
    new Trial(new MatMul())
        .in(4, 5, 33)
        .in(4, 33, 16)
        .out(0, apart)
        .then(Binary.ADD, Strided.dense(DType.F32, 4, 1, 16))
        .check();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 33 97", "65 1 97", "65 33 1", "1 1 97", "1 33 1", "65 1 1", "1 1 1"})
  void vectors(String sizes) {
    String[] parts = sizes.split(" ", -1);
    long m = Long.parseLong(parts[0]);
    long k = Long.parseLong(parts[1]);
    long n = Long.parseLong(parts[2]);
    for (Strided a : List.of(Strided.dense(DType.F32, m, k), turned(m, k), gaps(m, k))) {
      for (Strided b : List.of(Strided.dense(DType.F32, k, n), turned(k, n), gaps(k, n))) {
        for (Strided result : List.of(Strided.dense(DType.F32, m, n), turned(m, n))) {
          new Trial(new MatMul())
              .in(a)
              .in(b)
              .out(0, result)
              .then(Binary.ADD, Strided.dense(DType.F32, 1, n))
              .check();
        }
      }
    }
  }

  @Test
  void functionsOfTheResult() {
    Strided bias = Strided.dense(DType.F32, 1, 97);
    new Trial(new MatMul()).in(65, 33).in(33, 97).then(Binary.ADD, bias).then(Unary.RELU).check();
    new Trial(new MatMul())
        .in(65, 33)
        .in(33, 97)
        .then(Binary.ADD, bias)
        .then(Bodies.activation("gelu_tanh", 65, 97))
        .then(Binary.ADD, Strided.dense(DType.F32, 65, 97))
        .check();
    new Trial(new MatMul())
        .in(65, 33)
        .in(33, 97)
        .then(Binary.MUL, Strided.dense(DType.F32, 65, 1))
        .then(new Scale(0.5, 0.1))
        .check();
    new Trial(new MatMul()).in(65, 33).in(33, 97).then(Binary.ADD, rows(65, 97)).check();
    new Trial(new MatMul()).in(65, 33).in(33, 97).then(Binary.SUB, turned(65, 97)).check();
    new Trial(new MatMul())
        .in(65, 33)
        .in(33, 97)
        .out(0, rows(65, 97))
        .then(Binary.MAX, Strided.dense(DType.F32, 65, 97))
        .check();
  }

  @Test
  void batches() {
    new Trial(new MatMul()).in(7, 20, 33).in(7, 33, 21).check();
    new Trial(new MatMul()).in(1, 20, 33).in(7, 33, 21).check();
    new Trial(new MatMul()).in(7, 1, 33).in(7, 33, 21).check();
    new Trial(new MatMul()).in(7, 1, 33).in(1, 33, 21).check();
    new Trial(new MatMul()).in(2, 3, 2, 20, 33).in(2, 1, 2, 33, 21).check();
    new Trial(new MatMul()).in(7, 20, 33).in(repeated(new long[] {7, 33, 21}, 0)).check();
    new Trial(new MatMul()).in(7, 20, 33).in(repeated(new long[] {7, 33, 21}, 2)).check();
    new Trial(new MatMul()).in(repeated(new long[] {7, 20, 33}, 0, 1, 2)).in(7, 33, 21).check();
  }

  @Test
  void oneMatrixForAWholeBatch() {
    for (Strided operand :
        List.of(
            Strided.dense(DType.F32, 1, 1, 21),
            Strided.dense(DType.F32, 7, 20, 21),
            Strided.dense(DType.F32, 7, 1, 21),
            Strided.dense(DType.F32, 1, 20, 21))) {
      new Trial(new MatMul()).in(7, 20, 33).in(1, 33, 21).then(Binary.ADD, operand).check();
    }
  }

  @Test
  void attention() {
    Proposal scores =
        new Trial(new MatMul())
            .in(head(3, 4, 20, 8))
            .in(turnedHead(3, 4, 20, 8))
            .then(new Scale(0.3, 0))
            .then(Binary.ADD, Strided.dense(DType.F32, 1, 1, 20, 20))
            .check();
    assertEquals(
        List.of(head(3, 4, 20, 8), turnedHead(3, 4, 20, 8)),
        scores.inputs().subList(0, 2),
        "copied its operands");
    new Trial(new MatMul())
        .in(head(3, 4, 20, 8))
        .in(turnedHead(3, 4, 20, 8))
        .then(Binary.ADD, Strided.dense(DType.F32, 3, 1, 1, 20))
        .check();
    // The heads side by side again.
    Strided together =
        Strided.of(DType.F32, new long[] {3, 4, 20, 8}, new long[] {20 * 32, 8, 32, 1});
    Proposal mixed =
        new Trial(new MatMul()).in(3, 4, 20, 20).in(head(3, 4, 20, 8)).out(0, together).check();
    assertEquals(together, mixed.outputs().get(0));
    new Trial(new MatMul())
        .in(3, 4, 20, 20)
        .in(head(3, 4, 20, 8))
        .out(0, Strided.dense(DType.F32, 3, 4, 8, 20).permute(List.of(0, 1, 3, 2)))
        .then(Binary.ADD, Strided.dense(DType.F32, 3, 1, 1, 8))
        .check();
  }
}
