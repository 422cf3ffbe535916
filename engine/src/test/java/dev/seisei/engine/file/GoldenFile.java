package dev.seisei.engine.file;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.nn.CompositeExamples;
import dev.seisei.engine.op.CompositeType;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.PrimitiveExamples;
import dev.seisei.engine.op.Unary;
import dev.seisei.engine.optim.Optimizer;
import dev.seisei.engine.optim.Training;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.param.State;
import dev.seisei.engine.samediff.GraphImport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * How a golden file is made, once for each version of the format and then never again: {@code
 * GoldenFile PATH}. It has every primitive, every composite, and a training step.
 */
final class GoldenFile {
  private GoldenFile() {}

  public static void main(String[] args) throws IOException {
    Files.write(Path.of(args[0]), GraphFile.write(graphs()));
  }

  private static Map<String, Graph> graphs() {
    Map<String, Graph> graphs = new LinkedHashMap<>();
    graphs.put("scores", scores());
    graphs.put("step", step());
    for (PrimitiveExamples.Example example : PrimitiveExamples.all()) {
      graphs.put("primitive " + graphs.size() + " " + example.op().opName(), example.graph());
    }
    Set<CompositeType> seen = new HashSet<>();
    for (CompositeExamples.Example example : CompositeExamples.all()) {
      if (seen.add(example.type())) {
        CompositeExamples.Built built = example.build().apply(DataType.FLOAT);
        graphs.put(
            "composite " + example.type().name(),
            GraphImport.of(built.graph()).graph(built.output().name()));
      }
    }
    return graphs;
  }

  /** tanh(x·w + b) for any batch, the weights constant. */
  private static Graph scores() {
    Value x = Ops.input("x", DType.F32, Shape.of(Dim.symbol("batch"), Dim.of(2)));
    Value w = Ops.constant(Tensor.of(new float[] {0.5f, -1, 2, 0.25f, 1, -0.5f}, 2, 3));
    Value b = Ops.constant(Tensor.of(new float[] {0, 0.125f, -0.25f}, 3));
    return Graph.of(Map.of("y", Ops.unary(Unary.TANH, Ops.add(Ops.matmul(x, w), b))));
  }

  /** Minimises Σ p². */
  private static Graph step() {
    Value p = Ops.apply(new Leaf.Parameter("p", new TensorType(DType.F32, Shape.of(3))));
    Value sum = Ops.sum(Ops.unary(Unary.SQUARE, p), List.of(0));
    Graph graph = Graph.of(Map.of("loss", Ops.reshape(sum, new Shape(List.of()))));
    Map<String, Tensor> parameters = Map.of("p", Tensor.of(new float[] {1, 2, 3}, 3));
    try (ParameterStore store = ParameterStore.of(parameters)) {
      return Training.of(graph, "loss", store, new State())
          .optimizer(Optimizer.Adam.standard())
          .graph();
    }
  }
}
