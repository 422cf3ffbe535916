package dev.seisei.engine.samediff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.nd4j.Nd4jTensors;
import dev.seisei.engine.reference.GraphInterpreter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;
import org.nd4j.linalg.factory.Nd4j;

/** Extents of −1 stay symbols through everything that is done to shapes. */
class SymbolicImportTest {
  private static final Dim BATCH = Dim.symbol("batch");
  private static final Dim TIME = Dim.symbol("time");

  /** Imports a function of x [batch, time, 4]. */
  private static Graph imported(SameDiff sd, SDVariable y) {
    return GraphImport.of(sd).dimension("x", 1, "time").graph(y.name());
  }

  private static Arguments function(
      String name, Shape shape, BiFunction<SameDiff, SDVariable, SDVariable> function) {
    return Arguments.of(name, shape, function);
  }

  static List<Arguments> functions() {
    Dim rows = BATCH.times(TIME);
    return List.of(
        function(
            "split of heads",
            Shape.of(BATCH, TIME, Dim.of(2), Dim.of(2)),
            (sd, x) -> {
              SDVariable shape = sd.shape(x).get(SDIndex.interval(0, 2));
              return x.reshape(sd.concat(0, shape, sd.constant(Nd4j.createFromArray(2L, 2L))));
            }),
        function("left over", Shape.of(rows, Dim.of(4)), (sd, x) -> x.reshape(-1, 4)),
        function(
            "sizes",
            Shape.of(rows.times(2), Dim.of(2)),
            (sd, x) -> {
              SDVariable product = sd.sizeAt(x, 0).mul(sd.sizeAt(x, 1)).mul(2);
              return x.reshape(sd.stack(0, product, sd.constant(2L)));
            }),
        function(
            "there and back",
            Shape.of(BATCH, TIME, Dim.of(4)),
            (sd, x) -> x.reshape(-1, 4).mul(2).reshape(sd.shape(x))),
        function(
            "product of the shape",
            Shape.of(rows.times(4)),
            (sd, x) -> x.reshape(sd.prod(sd.shape(x)).reshape(1))),
        function("mean over time", Shape.of(BATCH, Dim.of(4)), (sd, x) -> sd.mean(x, 1)),
        function(
            "corrected variance", Shape.of(BATCH, Dim.of(4)), (sd, x) -> sd.variance(x, true, 1)),
        function(
            "last step",
            Shape.of(BATCH, Dim.of(4)),
            (sd, x) -> x.get(SDIndex.all(), SDIndex.point(-1))),
        function(
            "all but the last step",
            Shape.of(BATCH, TIME.plus(-1), Dim.of(4)),
            (sd, x) ->
                sd.stridedSlice(
                    x, new long[] {0, 0}, new long[] {0, -1}, new long[] {1, 1}, 3, 1, 0, 0, 0)),
        function(
            "every other step",
            Shape.of(BATCH, TIME.plus(1).floorDiv(Dim.of(2)), Dim.of(4)),
            (sd, x) ->
                sd.stridedSlice(
                    x, new long[] {0, 0}, new long[] {0, 0}, new long[] {1, 2}, 3, 3, 0, 0, 0)),
        function(
            "tiled to a shape",
            Shape.of(BATCH, TIME, Dim.of(4)),
            (sd, x) -> {
              SDVariable times = sd.stack(0, sd.sizeAt(x, 0), sd.sizeAt(x, 1), sd.constant(1L));
              return x.add(
                  sd.tile(
                      sd.constant(Nd4j.createFromArray(0.3, 0.1, 0.7, 0.4)).reshape(1, 1, 4),
                      times));
            }),
        function(
            "causal mask",
            Shape.of(BATCH, TIME, TIME),
            (sd, x) -> {
              SDVariable steps =
                  sd.range(sd.constant(0L), sd.sizeAt(x, 1), sd.constant(1L), DataType.INT64);
              SDVariable future = sd.gt(sd.expandDims(steps, 0), sd.expandDims(steps, 1));
              SDVariable scores = sd.mmul(x, x, false, true, false);
              return scores.sub(future.castTo(DataType.DOUBLE).mul(1e3));
            }),
        function(
            "filled",
            Shape.of(BATCH, Dim.of(4)),
            (sd, x) -> {
              SDVariable shape = sd.stack(0, sd.sizeAt(x, 0), sd.constant(4L));
              return sd.fill(shape, DataType.DOUBLE, 0.7).mul(sd.mean(x, 1));
            }),
        function(
            "padded",
            Shape.of(BATCH, TIME.plus(3), Dim.of(4)),
            (sd, x) ->
                sd.nn()
                    .pad(
                        x,
                        sd.constant(Nd4j.createFromArray(new int[][] {{0, 0}, {1, 2}, {0, 0}})),
                        0)),
        function(
            "joined",
            Shape.of(BATCH, TIME.times(2), Dim.of(4)),
            (sd, x) -> sd.concat(1, x, x.mul(2))),
        function("flattened", Shape.of(rows.times(4)), (sd, x) -> sd.flatten(x)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functions")
  void shapesKeepTheirSymbolsAndResultsAreThoseOfSameDiff(
      String name, Shape shape, BiFunction<SameDiff, SDVariable, SDVariable> function) {
    SameDiff sd = SameDiff.create();
    SDVariable y = function.apply(sd, sd.placeHolder("x", DataType.DOUBLE, -1, -1, 4));
    Graph graph = imported(sd, y);
    assertEquals(shape, Objects.requireNonNull(graph.outputs().get(y.name())).shape());
    assertTrue(Set.of("batch", "time").containsAll(graph.symbols()));
    for (long[] extents : new long[][] {{2, 3, 4}, {3, 5, 4}}) {
      INDArray x = Nd4j.linspace(DataType.DOUBLE, -1, 0.13, extents[0] * extents[1] * 4);
      Map<String, INDArray> fed = Map.of("x", x.reshape(extents));
      Tensor expected =
          Nd4jTensors.tensor(Objects.requireNonNull(sd.output(fed, y.name()).get(y.name())));
      Tensor found =
          Objects.requireNonNull(
              GraphInterpreter.run(graph, Map.of("x", Nd4jTensors.tensor(x.reshape(extents))))
                  .get(y.name()));
      assertArrayEquals(expected.shape(), found.shape());
      assertArrayEquals(expected.toDoubles(), found.toDoubles(), 1e-12);
    }
  }

  @Test
  void imagesOfAnyExtentAreConvolvedAndPooled() {
    SameDiff sd = SameDiff.create();
    SDVariable x = sd.placeHolder("x", DataType.DOUBLE, -1, 2, -1, -1);
    SDVariable w = sd.constant(Nd4j.linspace(DataType.DOUBLE, -1, 0.1, 54).reshape(3, 3, 2, 3));
    Conv2DConfig same =
        Conv2DConfig.builder().kH(3).kW(3).paddingMode(PaddingMode.SAME).dataFormat("NCHW").build();
    Pooling2DConfig halves = Pooling2DConfig.builder().kH(2).kW(2).sH(2).sW(2).build();
    SDVariable y = sd.cnn().maxPooling2d(sd.cnn().conv2d(x, w, same), halves);
    Graph graph =
        GraphImport.of(sd).dimension("x", 2, "height").dimension("x", 3, "width").graph(y.name());
    Value result = Objects.requireNonNull(graph.outputs().get(y.name()));
    Dim height = Dim.symbol("height").plus(-2).floorDiv(Dim.of(2)).plus(1);
    Dim width = Dim.symbol("width").plus(-2).floorDiv(Dim.of(2)).plus(1);
    assertEquals(Shape.of(BATCH, Dim.of(3), height, width), result.shape());
    INDArray image = Nd4j.linspace(DataType.DOUBLE, 1, -0.03, 60).reshape(1, 2, 6, 5);
    Tensor expected =
        Nd4jTensors.tensor(
            Objects.requireNonNull(sd.output(Map.of("x", image), y.name()).get(y.name())));
    Tensor found =
        Objects.requireNonNull(
            GraphInterpreter.run(graph, Map.of("x", Nd4jTensors.tensor(image))).get(y.name()));
    assertArrayEquals(expected.shape(), found.shape());
    assertArrayEquals(expected.toDoubles(), found.toDoubles(), 1e-10);
  }

  @Test
  void whatMustBeKnownIsNamed() {
    SameDiff sd = SameDiff.create();
    SDVariable x = sd.placeHolder("x", DataType.DOUBLE, -1, 2, -1, -1);
    SDVariable w = sd.constant(Nd4j.zeros(DataType.DOUBLE, 3, 3, 2, 3));
    Conv2DConfig halving =
        Conv2DConfig.builder()
            .kH(3)
            .kW(3)
            .sH(2)
            .sW(2)
            .paddingMode(PaddingMode.SAME)
            .dataFormat("NCHW")
            .build();
    SDVariable y = sd.cnn().conv2d(x, w, halving);
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> GraphImport.of(sd).graph(y.name()));
    assertEquals(
        "operation conv2d (conv2d): padding mode SAME with stride 2 needs to know the extent x.2;"
            + " give the placeholder that extent, or explicit padding",
        error.getMessage());
  }
}
