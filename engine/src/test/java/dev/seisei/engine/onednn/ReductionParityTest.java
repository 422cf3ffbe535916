package dev.seisei.engine.onednn;

import static dev.seisei.engine.onednn.Views.gaps;
import static dev.seisei.engine.onednn.Views.repeated;
import static dev.seisei.engine.onednn.Views.rows;
import static dev.seisei.engine.onednn.Views.turned;

import dev.seisei.engine.kernel.Move;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Reduce;
import dev.seisei.engine.op.Scale;
import dev.seisei.engine.op.Unary;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reductions over any axes of all kinds of views, and copies, against their definitions. */
class ReductionParityTest {
  private static final long[][] SHAPES = {
    {}, {1}, {70}, {40000}, {33489}, {70, 90}, {1, 70, 1}, {300, 33, 4}, {2, 80, 2, 40}
  };

  /** All choices of at least one of some axes. */
  private static List<List<Integer>> choices(int rank) {
    List<List<Integer>> choices = new ArrayList<>();
    for (int bits = 1; bits < 1 << rank; bits++) {
      List<Integer> choice = new ArrayList<>();
      for (int axis = 0; axis < rank; axis++) {
        if ((bits >> axis & 1) == 1) {
          choice.add(axis);
        }
      }
      choices.add(choice);
    }
    return choices;
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PROD")
  void anyAxes(Reduce.Kind kind) {
    for (long[] shape : SHAPES) {
      for (List<Integer> axes : choices(shape.length)) {
        new Trial(new Reduce(kind, axes)).in(shape).check();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PROD")
  void anyAxesOfAnyView(Reduce.Kind kind) {
    long[] shape = {7, 17, 39};
    for (List<Integer> axes : choices(shape.length)) {
      new Trial(new Reduce(kind, axes)).in(rows(shape)).check();
      new Trial(new Reduce(kind, axes)).in(gaps(shape)).check();
      new Trial(new Reduce(kind, axes)).in(repeated(shape, 0)).check();
      new Trial(new Reduce(kind, axes)).in(turned(shape)).then(new Scale(0.5, 0)).check();
    }
  }

  @Test
  void functionsOfTheResult() {
    new Trial(new Reduce(Reduce.Kind.SUM, List.of(0)))
        .in(70, 90)
        .then(new Scale(1 / 70.0, 1e-3))
        .then(Unary.TANH)
        .check();
    new Trial(new Reduce(Reduce.Kind.MAX, List.of(1))).in(70, 90).then(Unary.EXP).check();
  }

  @Test
  void copies() {
    long[] shape = {61, 83};
    for (Strided from :
        List.of(
            Strided.dense(DType.F32, shape),
            turned(shape),
            rows(shape),
            gaps(shape),
            repeated(shape, 0),
            repeated(shape, 1),
            repeated(shape, 0, 1))) {
      for (Strided to :
          List.of(Strided.dense(DType.F32, shape), turned(shape), rows(shape), gaps(shape))) {
        new Trial(Move.CONVERT).in(from).out(0, to).check();
      }
    }
  }
}
