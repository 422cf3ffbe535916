package dev.seisei.benchmarks.jmh;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.plan.Plan;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What plans cost beside their arithmetic. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PlanBenchmark {
  private static final int LENGTH = 64;

  private Plan plan;

  /** A chain of small products. */
  private static Graph chain() {
    Value x = Ops.input("x", DType.F32, Shape.of(8, 8));
    Value y = x;
    for (int i = 0; i < LENGTH; i++) {
      y = Ops.matmul(x, y);
    }
    return Graph.of(Map.of("y", y));
  }

  /** Compiles the plan that is run. */
  @Setup(Level.Trial)
  public void compile() {
    plan = Plan.of(chain()).compile();
  }

  @TearDown(Level.Trial)
  public void close() {
    plan.close();
  }

  /** A product of 8×8, one of 64 in a plan. */
  @Benchmark
  @OperationsPerInvocation(LENGTH)
  public void smallProduct() {
    plan.run();
  }

  /** Compiling one operation of such a plan, whose primitives are there already. */
  @Benchmark
  @OperationsPerInvocation(LENGTH)
  public void compileSmallProduct() {
    Plan.of(chain()).compile().close();
  }
}
