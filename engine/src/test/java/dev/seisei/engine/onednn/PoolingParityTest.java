package dev.seisei.engine.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Composite;
import dev.seisei.engine.samediff.GraphImport;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;

class PoolingParityTest {
  @ParameterizedTest
  @CsvSource({
    "2,2,0,false",
    "3,2,1,false",
    "3,1,1,false",
    "2,3,0,false",
    "3,2,0,true",
    "5,1,2,false"
  })
  void isWhatTheDecompositionComputes(int kernel, int stride, int padding, boolean same) {
    for (boolean largest : new boolean[] {true, false}) {
      long[] shape = {3, 20, 11, 8};
      Composite pool = pool(largest, kernel, stride, padding, same, shape);
      assertEquals(largest ? "max_pool" : "average_pool", pool.opName());
      for (Strided x :
          List.of(Strided.dense(DType.F32, shape), Views.permuted(List.of(0, 2, 3, 1), shape))) {
        new Trial(pool).in(x).check();
        Trial gradient = new Trial(Bodies.gradient(pool, 0));
        (largest ? gradient.onlyFloat() : gradient.mayDeclineBfloat16())
            .in(x)
            .results(pool)
            .in(pool.results().get(0).shape().toLongs())
            .check();
      }
    }
  }

  /** The composite that an imported pooling is. */
  private static Composite pool(
      boolean largest, int kernel, int stride, int padding, boolean same, long... shape) {
    SameDiff graph = SameDiff.create();
    SDVariable x = graph.placeHolder("x", DataType.FLOAT, shape);
    Pooling2DConfig config =
        Pooling2DConfig.builder()
            .kH(kernel)
            .kW(kernel)
            .sH(stride)
            .sW(stride)
            .pH(padding)
            .pW(padding)
            .paddingMode(same ? PaddingMode.SAME : PaddingMode.VALID)
            .build();
    SDVariable y =
        largest ? graph.cnn().maxPooling2d(x, config) : graph.cnn().avgPooling2d(x, config);
    y.rename("y");
    Graph imported = GraphImport.of(graph).graph("y");
    return imported.nodes().stream()
        .map(Node::op)
        .filter(Composite.class::isInstance)
        .map(Composite.class::cast)
        .findFirst()
        .orElseThrow();
  }
}
