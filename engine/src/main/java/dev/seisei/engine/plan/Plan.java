package dev.seisei.engine.plan;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.kernel.Kernel;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.param.ParameterStore;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * A compiled function with state: a fixed list of kernels over fixed memory.
 *
 * <p>Inputs and outputs belong to the plan; a run overwrites the outputs. {@link #run()} allocates
 * nothing. One thread at a time runs plans on a device.
 */
public final class Plan implements AutoCloseable {
  private final Program program;
  private final ParameterStore parameters;
  private final Kernel[] onChange;
  private final Kernel[] everyRun;
  private final List<Ran> ran;
  private long seenVersion = -1;
  private long[] nanos = new long[0];
  private int profiledRuns;
  private boolean closed;

  Plan(Program program, ParameterStore parameters) {
    this.program = program;
    this.parameters = parameters;
    this.onChange = program.kernels(Root.Stage.PARAMETERS);
    this.everyRun = program.kernels(Root.Stage.RUN);
    this.ran =
        program.kernelsByProvider().entrySet().stream()
            .map(count -> new Ran(KernelCounts.counter(count.getKey()), count.getValue()))
            .toList();
  }

  /** What a run adds to a provider's count. */
  private record Ran(LongAdder counter, long kernels) {}

  /** Starts the compilation of a graph. */
  public static PlanBuilder of(Graph graph) {
    return new PlanBuilder(graph);
  }

  /** The names of the inputs. */
  public Set<String> inputs() {
    return program.inputs().keySet();
  }

  /** The names of the outputs. */
  public Set<String> outputs() {
    return program.outputs().keySet();
  }

  /**
   * The memory of an input, to be filled before a run.
   *
   * @throws IllegalArgumentException if there is no such input, naming those there are
   */
  public Tensor input(String name) {
    return find("input", program.inputs(), name);
  }

  /**
   * The memory of an output: valid after a run, until the next one.
   *
   * @throws IllegalArgumentException if there is no such output, naming those there are
   */
  public Tensor output(String name) {
    return find("output", program.outputs(), name);
  }

  private static Tensor find(String kind, Map<String, Tensor> tensors, String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "no " + kind + " " + name + "; the plan has " + tensors.keySet());
    }
    return tensor;
  }

  /**
   * Copies the inputs in and runs.
   *
   * @throws IllegalArgumentException if an input is missing, unknown, or of another type or shape;
   *     nothing has changed then
   */
  public void run(Map<String, Tensor> values) {
    if (!values.keySet().equals(inputs())) {
      throw new IllegalArgumentException(
          "the plan takes the inputs " + inputs() + ", got " + values.keySet());
    }
    values.forEach(
        (name, value) -> {
          Tensor input = input(name);
          if (value.dtype() != input.dtype() || !input.hasShape(value.shape())) {
            throw new IllegalArgumentException(
                "input " + name + " is " + value + ", the plan takes " + input);
          }
        });
    values.forEach((name, value) -> input(name).copyFrom(value));
    run();
  }

  /** Computes the outputs from the inputs and updates the state. */
  public void run() {
    refresh();
    for (Kernel kernel : everyRun) {
      kernel.run();
    }
    finish();
  }

  /** Brings what depends on parameters alone up to date. */
  private void refresh() {
    if (closed) {
      throw new IllegalStateException("this plan is closed");
    }
    if (parameters.version() != seenVersion) {
      for (Kernel kernel : onChange) {
        kernel.run();
      }
    }
  }

  private void finish() {
    if (program.updatesParameters()) {
      parameters.changed();
    }
    seenVersion = parameters.version();
    for (int i = 0; i < ran.size(); i++) {
      ran.get(i).counter().add(ran.get(i).kernels());
    }
  }

  /** Runs the plan some times on the inputs it has, timing every kernel for {@link #explain}. */
  public void profile(int runs) {
    long[] sums = new long[everyRun.length];
    for (int run = 0; run < runs; run++) {
      refresh();
      for (int i = 0; i < everyRun.length; i++) {
        long start = System.nanoTime();
        everyRun[i].run();
        sums[i] += System.nanoTime() - start;
      }
      finish();
    }
    nanos = sums;
    profiledRuns = runs;
  }

  /**
   * What the plan needs memory for, then one line a kernel: provider and implementation, result,
   * what was fused into it, and after {@link #profile} its share of the time.
   */
  public String explain() {
    return Explanation.of(program, nanos);
  }

  /** How long each kernel of a run took when it was {@linkplain #profile profiled}, in order. */
  public List<KernelTime> times() {
    List<Task> tasks = program.tasks(Root.Stage.RUN);
    if (nanos.length != tasks.size()) {
      throw new IllegalStateException("profile the plan before asking for times");
    }
    return IntStream.range(0, nanos.length)
        .mapToObj(i -> KernelTime.of(tasks.get(i), nanos[i] / 1e6 / profiledRuns))
        .toList();
  }

  /** Number of kernels in a run. */
  public int kernels() {
    return everyRun.length;
  }

  /** Where the plan's memory lies and its kernels run. */
  public Device device() {
    return program.owned().device();
  }

  /** Bytes of memory that the plan holds for itself. */
  public long bytes() {
    return program.bytes();
  }

  /** What the plan needs memory for. */
  public MemoryUse memory() {
    return program.memory();
  }

  /** How many kernels of a run each provider computes. */
  public Map<String, Long> kernelsByProvider() {
    return program.kernelsByProvider();
  }

  /** Frees the plan's memory; closing twice does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      program.close();
    }
  }

  /** The outputs' names in order, for messages. */
  @Override
  public String toString() {
    return "plan " + List.copyOf(inputs()) + " → " + List.copyOf(outputs());
  }
}
