package dev.seisei.engine.reference;

import dev.seisei.engine.kernel.Kernel;
import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.nd4j.Nd4jTensors;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/** A few native operations over fixed arrays, made once and run often. */
final class NativeKernel implements Kernel {
  private final OpExecutioner executioner = Nd4j.getExecutioner();
  private final List<Runnable> steps = new ArrayList<>();
  private final List<Tensor> scratch = new ArrayList<>();

  /** ND4J sees addresses only, which keep nothing reachable. */
  private final List<Buffer> keptReachable = new ArrayList<>();

  private Runnable[] prepared = new Runnable[0];

  /** A dense operand as an array. */
  INDArray array(Buffer buffer, DType type, long... shape) {
    long[] shaped = shape.length == 0 ? new long[] {1} : shape;
    keptReachable.add(buffer);
    long bytes = Tensor.elementsOf(shaped) * type.bytes();
    return Nd4jTensors.view(Tensor.view(buffer.slice(0, bytes), type, shaped));
  }

  /** An array of this kernel's own, zero at the beginning. */
  INDArray scratch(DType type, long... shape) {
    Tensor tensor = Tensor.zeros(Device.CPU, type, shape);
    scratch.add(tensor);
    return array(tensor.buffer(), type, shape);
  }

  /** Appends an operation of libnd4j's newer kind. */
  Arguments custom(String name) {
    return new Arguments(name);
  }

  /** Appends an operation of libnd4j's older kind, which brings its arrays. */
  void legacy(Op op) {
    step(() -> executioner.exec(op));
  }

  /** Appends a copy, between arrays of one shape and any strides. */
  void copy(INDArray from, INDArray to) {
    custom("assign").in(to, from).out(to);
  }

  void step(Runnable step) {
    steps.add(step);
    prepared = steps.toArray(Runnable[]::new);
  }

  @Override
  public void run() {
    for (Runnable step : prepared) {
      step.run();
    }
  }

  @Override
  public void close() {
    scratch.forEach(Tensor::close);
  }

  @Override
  public String toString() {
    return steps.size() + " steps over " + keptReachable;
  }

  /** An operation's arguments; it is appended when its output is known. */
  final class Arguments {
    private final CustomOp op;
    private final OpContext context = executioner.buildContext();

    private Arguments(String name) {
      this.op = DynamicCustomOp.builder(name).build();
    }

    Arguments in(INDArray... inputs) {
      context.setInputArrays(inputs);
      return this;
    }

    Arguments integers(long... integers) {
      context.setIArguments(integers);
      return this;
    }

    Arguments numbers(double... numbers) {
      context.setTArguments(numbers);
      return this;
    }

    Arguments flags(boolean... flags) {
      context.setBArguments(flags);
      return this;
    }

    void out(INDArray... outputs) {
      context.setOutputArrays(outputs);
      step(() -> executioner.exec(op, context));
    }
  }
}
