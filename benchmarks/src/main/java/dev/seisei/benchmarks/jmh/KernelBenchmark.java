package dev.seisei.benchmarks.jmh;

import dev.seisei.engine.gradient.Gradients;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.nn.Activations;
import dev.seisei.engine.nn.Attention;
import dev.seisei.engine.nn.Convolutions;
import dev.seisei.engine.nn.Norms;
import dev.seisei.engine.nn.Recurrent;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.plan.Precision;
import dev.seisei.engine.samediff.GraphImport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Plans of one operation, or of its gradients by all that it takes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class KernelBenchmark {
  /** What is computed. */
  public enum Kernel {
    /** [1024, 512] · [512, 1024]: 1.07 GFLOP. */
    PRODUCT(sd -> sd.mmul(input(sd, "x", 1024, 512), input(sd, "w", 512, 1024))),
    /** 3×3, 64 channels to 64, 16 images of 32×32: 1.21 GFLOP. */
    CONVOLUTION(
        sd ->
            sd.cnn()
                .conv2d(
                    input(sd, "x", 16, 64, 32, 32),
                    input(sd, "w", 3, 3, 64, 64),
                    Conv2DConfig.builder().kH(3).kW(3).pH(1).pW(1).build())),
    /** 4×4 with stride 2, 64 channels to 32, 16 images of 16×16: 0.54 GFLOP. */
    TRANSPOSED_CONVOLUTION(
        sd ->
            Convolutions.transposed2d(
                input(sd, "x", 16, 64, 16, 16),
                input(sd, "w", 4, 4, 32, 64),
                null,
                dev.seisei.engine.nn.Kernel.of(4).withStride(2).withPadding(1),
                0)),
    /** 32 sequences of 64 steps, 256 units: 2.15 GFLOP. */
    LSTM(
        sd ->
            Recurrent.lstm(
                    input(sd, "x", 32, 64, 256),
                    64,
                    new Recurrent.LstmWeights(
                        input(sd, "w", 256, 1024), input(sd, "r", 256, 1024), input(sd, "b", 1024)),
                    null,
                    null)
                .outputs()),
    /** 32 sequences of 64 steps, 256 units: 1.61 GFLOP. */
    GRU(
        sd ->
            Recurrent.gru(
                    input(sd, "x", 32, 64, 256),
                    64,
                    new Recurrent.GruWeights(
                        input(sd, "w", 256, 768),
                        input(sd, "r", 256, 768),
                        input(sd, "b", 768),
                        input(sd, "c", 768)),
                    Recurrent.Reset.AFTER,
                    null,
                    null)
                .outputs()),
    /** 16 sequences of 128, 4 heads of 32, causal. */
    ATTENTION(
        sd ->
            Attention.attention(
                input(sd, "q", 16, 4, 128, 32),
                input(sd, "k", 16, 4, 128, 32),
                input(sd, "v", 16, 4, 128, 32),
                Attention.Settings.of(4, 32).withCausal())),
    /** 1 million numbers in rows of 512. */
    LAYER_NORM(sd -> Norms.layerNorm(input(sd, "x", 2048, 512), 1e-5)),
    /** 1 million numbers, 64 channels in 8 groups. */
    GROUP_NORM(sd -> Norms.groupNorm(input(sd, "x", 16, 64, 32, 32), 8, 1e-5)),
    /** 1 million numbers in rows of 512. */
    SOFTMAX(sd -> sd.nn().softmax(input(sd, "x", 2048, 512), -1)),
    /** 1 million numbers. */
    GELU(sd -> Activations.geluTanh(input(sd, "x", 2048, 512))),
    /** 1 million numbers. */
    ADD(sd -> input(sd, "x", 2048, 512).add(input(sd, "y", 2048, 512)));

    @SuppressWarnings("ImmutableEnumChecker") // a lambda that holds nothing
    private final Function<SameDiff, SDVariable> graph;

    Kernel(Function<SameDiff, SDVariable> graph) {
      this.graph = graph;
    }

    private static SDVariable input(SameDiff sd, String name, long... shape) {
      return sd.placeHolder(name, DataType.FLOAT, shape);
    }
  }

  /** In which direction. */
  public enum Pass {
    FORWARD,
    BACKWARD
  }

  @Param private Kernel kernel = Kernel.PRODUCT;

  @Param private Pass pass = Pass.FORWARD;

  @Param({"F32", "BF16"})
  private Precision precision = Precision.F32;

  private Plan plan;

  /** Compiles the plan; its inputs are small numbers. */
  @Setup(Level.Trial)
  public void compile() {
    SameDiff sd = SameDiff.create();
    SDVariable result = kernel.graph.apply(sd).rename("result");
    Graph forward = GraphImport.of(sd).graph(result.name());
    Graph graph = pass == Pass.FORWARD ? forward : backward(forward);
    plan = Plan.of(graph).precision(precision).compile();
    for (String name : plan.inputs()) {
      for (long i = 0; i < plan.input(name).elements(); i++) {
        plan.input(name).setDouble(i, Math.sin((double) i));
      }
    }
  }

  /** Of an input {@code dy} in the result's place, the gradients by all other inputs. */
  private static Graph backward(Graph forward) {
    Value result = forward.outputs().values().iterator().next();
    Value dy = Ops.input("dy", result.type().dtype(), result.shape());
    Value loss = Ops.sum(Ops.mul(result, dy), Ops.allAxes(result));
    List<Value> inputs =
        forward.nodes().stream()
            .filter(node -> node.op() instanceof Leaf.Input)
            .map(Node::output)
            .toList();
    Map<String, Value> gradients = new LinkedHashMap<>();
    for (Value gradient : Gradients.of(Ops.reshape(loss, new Shape(List.of())), inputs)) {
      gradients.put("gradient" + gradients.size(), gradient);
    }
    return Graph.of(gradients);
  }

  @TearDown(Level.Trial)
  public void close() {
    plan.close();
  }

  /** One run of the plan. */
  @Benchmark
  public void run() {
    plan.run();
  }
}
