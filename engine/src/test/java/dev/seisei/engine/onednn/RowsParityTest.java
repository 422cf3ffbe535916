package dev.seisei.engine.onednn;

import static dev.seisei.engine.onednn.Views.permuted;
import static dev.seisei.engine.onednn.Views.rows;
import static dev.seisei.engine.onednn.Views.turned;

import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Composite;
import dev.seisei.engine.op.LogSoftmax;
import dev.seisei.engine.op.LogSoftmaxGradient;
import dev.seisei.engine.op.Softmax;
import dev.seisei.engine.op.SoftmaxGradient;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Softmax and norms along the last axis, and their gradients, against their definitions. */
class RowsParityTest {
  private static final List<Strided> LAYOUTS =
      List.of(
          Strided.dense(DType.F32, 5, 17, 66),
          Strided.dense(DType.F32, 1, 67),
          Strided.dense(DType.F32, 5000),
          Strided.dense(DType.F32, 5000, 1),
          turned(65, 66),
          rows(65, 66),
          permuted(List.of(1, 0, 2), 5, 17, 66));

  @Test
  void softmax() {
    for (Strided layout : LAYOUTS) {
      new Trial(new Softmax()).in(layout).check();
      new Trial(new LogSoftmax()).in(layout).check();
    }
  }

  @Test
  void softmaxGradients() {
    for (Strided layout : LAYOUTS) {
      Strided dense = Strided.dense(DType.F32, layout.shape());
      new Trial(new SoftmaxGradient()).in(layout).in(layout).check();
      new Trial(new SoftmaxGradient()).in(layout).in(dense).check();
      new Trial(new LogSoftmaxGradient()).in(layout).in(dense).check();
    }
  }

  @ParameterizedTest
  @CsvSource({"layer_norm,0", "layer_norm,1", "layer_norm,2", "rms_norm,0", "rms_norm,1"})
  void norms(String name, int vectors) {
    for (Strided layout :
        List.of(
            Strided.dense(DType.F32, 7, 11, 66),
            Strided.dense(DType.F32, 67),
            turned(65, 66),
            rows(65, 66))) {
      Composite norm = Bodies.norm(name, vectors, layout.shape());
      vectors(new Trial(norm).in(layout), vectors, layout).check();
      Integer[] wanted = IntStream.rangeClosed(0, vectors).boxed().toArray(Integer[]::new);
      Trial gradient = new Trial(Bodies.gradient(norm, wanted));
      (name.equals("rms_norm") ? gradient.mayDeclineBfloat16() : gradient).in(layout);
      vectors(gradient, vectors, layout)
          .in(Strided.dense(DType.F32, layout.shape()))
          .in(layout)
          .within(2e-5)
          .check();
    }
  }

  private static Trial vectors(Trial trial, int count, Strided layout) {
    for (int i = 0; i < count; i++) {
      trial.in(layout.extent(layout.rank() - 1));
    }
    return trial;
  }

  @Test
  void someGradientsOfANorm() {
    Composite norm = Bodies.norm("layer_norm", 2, 77, 66);
    for (Integer[] wanted : new Integer[][] {{0}, {1}, {2}, {1, 2}, {0, 2}}) {
      new Trial(Bodies.gradient(norm, wanted))
          .in(77, 66)
          .in(66)
          .in(66)
          .in(77, 66)
          .in(77, 66)
          .within(2e-5)
          .check();
    }
  }
}
