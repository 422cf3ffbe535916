package dev.seisei.engine.reference;

import dev.seisei.engine.graph.Op;
import dev.seisei.engine.kernel.Kernel;
import dev.seisei.engine.kernel.Operand;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.op.Binary;
import dev.seisei.engine.op.Clip;
import dev.seisei.engine.op.Convolution;
import dev.seisei.engine.op.ConvolutionInputGradient;
import dev.seisei.engine.op.ConvolutionWeightGradient;
import dev.seisei.engine.op.LogSoftmax;
import dev.seisei.engine.op.MatMul;
import dev.seisei.engine.op.Power;
import dev.seisei.engine.op.Reduce;
import dev.seisei.engine.op.Scale;
import dev.seisei.engine.op.Softmax;
import dev.seisei.engine.op.Unary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.Pow;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarAdd;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMultiplication;
import org.nd4j.linalg.api.ops.impl.transforms.same.Abs;
import org.nd4j.linalg.api.ops.impl.transforms.same.Negative;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log1p;

/** Translates requests to libnd4j's operations. Loading this class starts ND4J. */
final class Libnd4j {
  private final Op op;
  private final Request request;
  private final NativeKernel kernel = new NativeKernel();
  private final List<Buffer> inputs;
  private final Buffer output;
  private final List<INDArray> in = new ArrayList<>();
  private final INDArray out;

  private Libnd4j(Request request, List<Buffer> inputs, Buffer output) {
    this.op = request.op();
    this.request = request;
    this.inputs = inputs;
    this.output = output;
    for (int i = 0; i < inputs.size(); i++) {
      Operand operand = request.in(i);
      in.add(kernel.array(inputs.get(i), operand.dtype(), operand.strided().shape()));
    }
    this.out = kernel.array(output, request.out().dtype(), request.out().strided().shape());
  }

  /** A kernel over dense operands. */
  static Kernel kernel(Request request, List<Buffer> inputs, Buffer output) {
    boolean nothing = request.inputs().stream().anyMatch(input -> input.strided().elements() == 0);
    if (nothing || request.out().strided().elements() == 0) {
      return ofNothing(request, output);
    }
    Libnd4j made = new Libnd4j(request, inputs, output);
    made.build();
    return made.kernel;
  }

  private void build() {
    INDArray x = in.get(0);
    if (op == Unary.SOFTPLUS) {
      softplus();
    } else if (op instanceof Unary unary) {
      kernel.legacy(LegacyFunctions.of(unary, x, out));
    } else if (op instanceof Binary binary) {
      kernel.custom(name(binary)).in(x, in.get(1)).out(out);
    } else if (op instanceof Scale scale) {
      kernel.legacy(new ScalarMultiplication(x, null, out, scale.factor()));
      if (scale.shift() != 0) {
        kernel.legacy(new ScalarAdd(out, null, out, scale.shift()));
      }
    } else if (op instanceof Clip clip) {
      kernel.custom("clipbyvalue").in(x).numbers(clip.low(), clip.high()).out(out);
    } else if (op instanceof Power power) {
      kernel.legacy(new Pow(x, out, power.exponent()));
    } else if (op instanceof Reduce reduce) {
      reduce(reduce);
    } else if (op instanceof Softmax) {
      kernel.custom("softmax").in(x).integers(x.rank() - 1).out(out);
    } else if (op instanceof LogSoftmax) {
      logSoftmax();
    } else if (op instanceof MatMul) {
      matmul();
    } else if (op instanceof Convolution convolution) {
      new NativeConvolution(kernel, convolution.window(), type()).forward(x, in.get(1), out);
    } else if (op instanceof ConvolutionInputGradient gradient) {
      new NativeConvolution(kernel, gradient.window(), type()).inputGradient(x, in.get(1), out);
    } else if (op instanceof ConvolutionWeightGradient gradient) {
      new NativeConvolution(kernel, gradient.window(), type()).weightGradient(x, in.get(1), out);
    } else {
      throw new IllegalStateException(op + " was not offered");
    }
  }

  private DType type() {
    return request.out().dtype();
  }

  private static String name(Binary binary) {
    return switch (binary) {
      case ADD -> "add";
      case SUB -> "subtract";
      case MUL -> "multiply";
      case DIV -> "divide";
      case POW -> "Pow";
      case MAX -> "maximum";
      case MIN -> "minimum";
      case ATAN2 -> "tf_atan2";
      case FLOOR_DIV -> "floordiv";
      case FLOOR_MOD -> "floormod";
    };
  }

  /** max(x, 0) + log(1 + exp(−|x|)): libnd4j's own overflows. */
  private void softplus() {
    INDArray x = in.get(0);
    INDArray positive = kernel.scratch(type(), x.shape());
    kernel.legacy(new Abs(x, out));
    kernel.legacy(new Negative(out, out));
    kernel.legacy(new Exp(out, out));
    kernel.legacy(new Log1p(out, out));
    kernel.legacy(LegacyFunctions.of(Unary.RELU, x, positive));
    kernel.custom("add").in(out, positive).out(out);
  }

  /** x − max x − log Σ exp(x − max x): libnd4j's own takes the logarithm of what underflows. */
  private void logSoftmax() {
    INDArray x = in.get(0);
    long[] rows = x.shape().clone();
    rows[rows.length - 1] = 1;
    INDArray perRow = kernel.scratch(type(), rows);
    INDArray powers = kernel.scratch(type(), x.shape());
    kernel.custom("reduce_max").in(x).integers(x.rank() - 1).flags(true).out(perRow);
    kernel.custom("subtract").in(x, perRow).out(out);
    kernel.legacy(new Exp(out, powers));
    kernel.custom("reduce_sum").in(powers).integers(x.rank() - 1).flags(true).out(perRow);
    kernel.legacy(new Log(perRow, perRow));
    kernel.custom("subtract").in(out, perRow).out(out);
  }

  private void reduce(Reduce reduce) {
    if (reduce.axes().isEmpty()) {
      kernel.copy(in.get(0), out);
      return;
    }
    String name = reduce.kind() == Reduce.Kind.SUM ? "reduce_sum" : "reduce_prod";
    long[] axes = reduce.axes().stream().mapToLong(axis -> axis).toArray();
    kernel.custom(name).in(in.get(0)).integers(axes).flags(true).out(out);
  }

  /** All products at once where the leading extents agree; else one after another. */
  private void matmul() {
    Strided a = request.in(0).strided();
    Strided b = request.in(1).strided();
    Strided y = request.out().strided();
    int rank = y.rank();
    long m = y.extent(rank - 2);
    long n = y.extent(rank - 1);
    long k = a.extent(rank - 1);
    long[] batch = Arrays.copyOf(y.shape(), rank - 2);
    long count = Arrays.stream(batch).reduce(1, (p, q) -> p * q);
    if (a.elements() == count * m * k && b.elements() == count * k * n) {
      kernel
          .custom("matmul")
          .in(array(0, 0, count, m, k), array(1, 0, count, k, n))
          .out(kernel.array(output, type(), count, m, n));
      return;
    }
    Strided firsts = a.dense(leading(a)).broadcast(batch);
    Strided seconds = b.dense(leading(b)).broadcast(batch);
    long[] index = new long[batch.length];
    for (long i = 0; i < count; i++) {
      long rest = i;
      for (int axis = batch.length - 1; axis >= 0; axis--) {
        index[axis] = rest % batch[axis];
        rest /= batch[axis];
      }
      Buffer result = output.slice(i * m * n * type().bytes(), m * n * type().bytes());
      kernel
          .custom("matmul")
          .in(
              array(0, firsts.offset(index) * m * k, m, k),
              array(1, seconds.offset(index) * k * n, k, n))
          .out(kernel.array(result, type(), m, n));
    }
  }

  private static long[] leading(Strided operand) {
    return Arrays.copyOf(operand.shape(), operand.rank() - 2);
  }

  /** A part of an input, from an element on. */
  private INDArray array(int input, long from, long... shape) {
    Buffer buffer = inputs.get(input);
    long start = from * type().bytes();
    return kernel.array(buffer.slice(start, buffer.bytes() - start), type(), shape);
  }

  /** Of nothing a sum is 0, and a product of numbers is 1. */
  private static Kernel ofNothing(Request request, Buffer output) {
    boolean product = request.op() instanceof Reduce r && r.kind() == Reduce.Kind.PROD;
    long elements = request.out().strided().elements();
    DType type = request.out().dtype();
    Tensor result = Tensor.view(output.slice(0, elements * type.bytes()), type, elements);
    return () -> {
      for (long i = 0; i < elements; i++) {
        result.setDouble(i, product ? 1 : 0);
      }
    };
  }
}
