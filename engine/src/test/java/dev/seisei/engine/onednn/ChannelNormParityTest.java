package dev.seisei.engine.onednn;

import static dev.seisei.engine.onednn.Views.permuted;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Composite;
import dev.seisei.engine.op.Ops;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Batch and group norms, and their gradients, against their definitions. */
class ChannelNormParityTest {
  private static final List<Strided> IMAGES =
      List.of(
          Strided.dense(DType.F32, 6, 16, 5, 7),
          Strided.dense(DType.F32, 3, 5, 9, 11),
          permuted(List.of(0, 2, 3, 1), 6, 24, 5, 7),
          Strided.dense(DType.F32, 60, 70),
          Strided.dense(DType.F32, 4, 8, 33),
          Strided.dense(DType.F32, 2, 8, 3, 4, 5));

  @Test
  void batchNorm() {
    for (Strided x : IMAGES) {
      Composite norm = Bodies.batchNorm(x.shape());
      long channels = x.extent(1);
      new Trial(norm).in(x).in(channels).in(channels).check();
    }
  }

  @Test
  void batchNormGradients() {
    for (Strided x : IMAGES) {
      Composite norm = Bodies.batchNorm(x.shape());
      for (Integer[] wanted : new Integer[][] {{0, 1, 2}, {0}, {1, 2}}) {
        batchNormGradient(norm, x, wanted).within(3e-5).check();
      }
    }
  }

  /** The kernel reads the mean and variance that the forward pass found. */
  private static Trial batchNormGradient(Composite norm, Strided x, Integer... wanted) {
    long channels = x.extent(1);
    Trial trial = new Trial(Bodies.gradient(norm, wanted)).in(x).in(channels).in(channels);
    return trial.results(norm).in(Strided.dense(DType.F32, x.shape()));
  }

  @ParameterizedTest
  @CsvSource({"1,false", "1,true", "4,true", "8,false", "8,true"})
  void groupNorm(long groups, boolean gainAndShift) {
    for (Strided x : IMAGES) {
      long channels = x.extent(1);
      Composite norm =
          Bodies.groupNorm(channels % groups == 0 ? groups : 1, gainAndShift, x.shape());
      if (isLeft(norm, x, gainAndShift)) {
        continue;
      }
      Trial forward = new Trial(norm).in(x);
      Trial gradient =
          new Trial(gainAndShift ? Bodies.gradient(norm, 0, 1, 2) : Bodies.gradient(norm, 0)).in(x);
      if (gainAndShift) {
        forward.in(channels).in(channels);
        gradient.in(channels).in(channels);
      }
      forward.check();
      gradient.in(Strided.dense(DType.F32, x.shape())).in(x).within(3e-5).check();
    }
  }

  private static boolean isLeft(Composite norm, Strided x, boolean gainAndShift) {
    List<Value> inputs = new ArrayList<>();
    inputs.add(Ops.input("x", DType.F32, Shape.of(x.shape())));
    if (gainAndShift) {
      inputs.add(Ops.input("gain", DType.F32, Shape.of(x.extent(1))));
      inputs.add(Ops.input("shift", DType.F32, Shape.of(x.extent(1))));
    }
    return !new OneDnnProvider().claims(Node.of(norm, inputs));
  }

  @Test
  void usualGroupNormsAreTaken() {
    for (long groups : new long[] {8, 32, 64}) {
      Strided x = Strided.dense(DType.F32, 2, 64, 16, 16);
      assertTrue(!isLeft(Bodies.groupNorm(groups, true, x.shape()), x, true));
    }
  }
}
