package dev.seisei.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import dev.seisei.engine.gradient.CompositeGradient;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Op;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.kernel.Kernel;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Binary;
import dev.seisei.engine.op.Composite;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Softmax cross-entropy with one label a row: oneDNN's softmax, and the few elements at the labels
 * in Java. Label smoothing goes by the decomposition.
 */
final class CrossEntropyKernels {
  private static final String NAME = "sparse_softmax_cross_entropy";

  private CrossEntropyKernels() {}

  static boolean claims(Node node) {
    Composite composite = crossEntropy(node.op());
    if (composite == null || composite.number("smoothing") != 0) {
      return false;
    }
    TensorType logits = node.input(0).type();
    return logits.dtype() == DType.F32 && !logits.shape().elements().isZero();
  }

  private static @Nullable Composite crossEntropy(Op op) {
    Op forward = op instanceof CompositeGradient gradient ? gradient.of() : op;
    return forward instanceof Composite composite && composite.opName().equals(NAME)
        ? composite
        : null;
  }

  static @Nullable Proposal propose(Request request) {
    Composite composite = crossEntropy(request.op());
    if (composite == null) {
      return null;
    }
    return request.op() instanceof CompositeGradient
        ? gradient(request, composite)
        : forward(request, composite);
  }

  private static List<Strided> dense(Request request) {
    return request.inputs().stream().map(in -> in.strided().dense()).toList();
  }

  /** (logits [N, K], labels [N]) → [N]. */
  private static @Nullable Proposal forward(Request request, Composite composite) {
    Strided logits = request.in(0).strided().dense();
    int rows = Math.toIntExact(logits.extent(0));
    Primitive softmax = Primitives.findBearable(new SoftmaxSpecs.Forward(true, logits, DType.F32));
    if (softmax == null) {
      return null;
    }
    Recipe recipe = new Recipe();
    Arg logarithms = recipe.temporary(logits);
    recipe.add(softmax, Map.of(DNNL_ARG_SRC, Place.input(0), DNNL_ARG_DST, logarithms.place()));
    Proposal whole = recipe.proposal(dense(request), List.of(Strided.dense(DType.F32, rows)));
    return new Proposal(
        whole.implementation(),
        whole.inputs(),
        whole.outputs(),
        whole.scratchBytes(),
        List.of(),
        (inputs, outputs, scratch) -> {
          Kernel kernel = whole.binder().bind(inputs, outputs, scratch);
          Labels labels = new Labels(inputs.get(1), request, composite);
          ByteBuffer from = scratch.slice(0, logits.span()).asByteBuffer();
          ByteBuffer to = outputs.get(0).asByteBuffer();
          return () -> {
            kernel.run();
            for (int row = 0; row < rows; row++) {
              int at = labels.index(row);
              to.putFloat(row * Float.BYTES, at < 0 ? 0 : -from.getFloat(at * Float.BYTES));
            }
          };
        });
  }

  /** (logits, labels, losses, gradients of losses) → (softmax − one at the label) · gradient. */
  private static @Nullable Proposal gradient(Request request, Composite composite) {
    Strided logits = request.in(0).strided().dense();
    int rows = Math.toIntExact(logits.extent(0));
    Primitive softmax = Primitives.findBearable(new SoftmaxSpecs.Forward(false, logits, DType.F32));
    Recipe second = new Recipe();
    Arg factors = second.temporary(Strided.dense(DType.F32, rows, 1));
    Arg result = new Arg(Place.output(0), logits);
    Arg repeated = factors.with(factors.layout().broadcast(logits.shape()));
    if (softmax == null
        || !new Elementwise(second).binary(Binary.MUL, result, repeated, result, List.of())) {
      return null;
    }
    Recipe first = new Recipe();
    first.add(softmax, Map.of(DNNL_ARG_SRC, Place.input(0), DNNL_ARG_DST, Place.output(0)));
    Proposal before = first.proposal(dense(request), List.of(logits));
    Proposal after = second.proposal(dense(request), List.of(logits));
    return new Proposal(
        before.implementation() + " + " + after.implementation(),
        before.inputs(),
        before.outputs(),
        Math.max(before.scratchBytes(), after.scratchBytes()),
        List.of(),
        (inputs, outputs, scratch) -> {
          Kernel probabilities = before.binder().bind(inputs, outputs, scratch);
          Kernel scaling = after.binder().bind(inputs, outputs, scratch);
          Labels labels = new Labels(inputs.get(1), request, composite);
          ByteBuffer to = outputs.get(0).asByteBuffer();
          ByteBuffer given = inputs.get(3).asByteBuffer();
          ByteBuffer kept = scratch.slice(0, (long) rows * Float.BYTES).asByteBuffer();
          return () -> {
            probabilities.run();
            for (int row = 0; row < rows; row++) {
              int at = labels.index(row);
              kept.putFloat(row * Float.BYTES, at < 0 ? 0 : given.getFloat(row * Float.BYTES));
              if (at >= 0) {
                to.putFloat(at * Float.BYTES, to.getFloat(at * Float.BYTES) - 1);
              }
            }
            scaling.run();
          };
        });
  }

  /** Where each row's label is in the matrix of logits. */
  private static final class Labels {
    private final ByteBuffer labels;
    private final boolean wide;
    private final long classes;
    private final long ignored;

    Labels(Buffer buffer, Request request, Composite composite) {
      this.labels = buffer.asByteBuffer();
      this.wide = request.in(1).dtype() == DType.I64;
      this.classes = request.in(0).strided().extent(1);
      Object number = composite.attributes().get("ignored");
      this.ignored = number instanceof Number label ? label.longValue() : Long.MIN_VALUE;
    }

    /** The element's index, or -1 for a row that is ignored. */
    int index(int row) {
      long label = wide ? labels.getLong(row * Long.BYTES) : labels.getInt(row * Integer.BYTES);
      if (label == ignored) {
        return -1;
      }
      if (label < 0 || label >= classes) {
        throw new IllegalArgumentException(
            "label " + label + " in row " + row + " is not in [0, " + classes + ")");
      }
      return (int) (row * classes + label);
    }
  }
}
