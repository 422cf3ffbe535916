package dev.seisei.benchmarks.jmh;

import dev.seisei.engine.nn.Activations;
import dev.seisei.engine.nn.Attention;
import dev.seisei.engine.nn.Norms;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.plan.Precision;
import dev.seisei.engine.samediff.GraphImport;
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

/** Plans of one operation. */
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

  @Param private Kernel kernel = Kernel.PRODUCT;

  @Param({"F32", "BF16"})
  private Precision precision = Precision.F32;

  private Plan plan;

  /** Compiles the plan; its inputs are small numbers. */
  @Setup(Level.Trial)
  public void compile() {
    SameDiff sd = SameDiff.create();
    SDVariable result = kernel.graph.apply(sd).rename("result");
    plan = Plan.of(GraphImport.of(sd).graph(result.name())).precision(precision).compile();
    for (String name : plan.inputs()) {
      for (long i = 0; i < plan.input(name).elements(); i++) {
        plan.input(name).setDouble(i, Math.sin((double) i));
      }
    }
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
