package dev.seisei.engine.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Op;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.kernel.Kernel;
import dev.seisei.engine.kernel.KernelProvider;
import dev.seisei.engine.kernel.Layout;
import dev.seisei.engine.kernel.Move;
import dev.seisei.engine.kernel.Operand;
import dev.seisei.engine.kernel.PostOp;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.op.Composite;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.reference.GraphInterpreter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One operation, with functions applied to its result, on operands of given layouts: what oneDNN
 * computes is compared with the definition, for every way in which the kernel may be bound.
 */
final class Trial {
  private static final int GUARD = 512;
  private static final byte MARK = -1;

  private final Op op;
  private final List<Strided> layouts = new ArrayList<>();
  private final List<float[]> values = new ArrayList<>();
  private final List<PostOp> posts = new ArrayList<>();
  private final Map<Integer, Strided> wanted = new HashMap<>();
  private double tolerance = 1e-5;
  private double narrowTolerance = 3e-2;
  private @Nullable Composite forward;
  private int firstResult;
  private boolean onlyFloat;
  private boolean mayDecline;
  private Function<Request, @Nullable Proposal> way = new OneDnnProvider()::propose;

  Trial(Op op) {
    this.op = op;
  }

  /** An operand with values in about [-2, 2], none near zero. */
  Trial in(Strided layout) {
    return in(layout, v -> v);
  }

  Trial in(Strided layout, DoubleUnaryOperator change) {
    Random random = new Random(31 * layouts.size() + 7);
    // Elements that the layout repeats are equal.
    Map<Long, Float> drawn = new HashMap<>();
    float[] elements = new float[Math.toIntExact(layout.elements())];
    each(
        layout,
        (i, at) ->
            elements[i] =
                drawn.computeIfAbsent(
                    at,
                    k -> {
                      double v = random.nextGaussian() * 0.7;
                      return (float) change.applyAsDouble(v + Math.copySign(0.05, v));
                    }));
    layouts.add(layout);
    values.add(elements);
    return this;
  }

  Trial in(long... shape) {
    return in(Strided.dense(DType.F32, shape));
  }

  /** As operands, what a composite makes of the operands so far. */
  Trial results(Composite of) {
    forward = of;
    firstResult = layouts.size();
    for (Tensor result : forwardResults(of)) {
      layouts.add(Strided.dense(DType.F32, result.shape()));
      values.add(result.toFloats());
    }
    return this;
  }

  private List<Tensor> forwardResults(Composite of) {
    List<Value> leaves = leaves();
    Map<String, Value> outputs = new LinkedHashMap<>();
    Node.of(of, leaves).outputs().forEach(y -> outputs.put("out" + outputs.size(), y));
    return List.copyOf(GraphInterpreter.run(Graph.of(outputs), given()).values());
  }

  /** Computed in another way than the provider would choose. */
  Trial by(Function<Request, @Nullable Proposal> other) {
    way = other;
    return this;
  }

  /** Where the n-th result is wanted, if not row-major without gaps. */
  Trial out(int n, Strided layout) {
    wanted.put(n, layout);
    return this;
  }

  /** A function of the result. */
  Trial then(Op function) {
    posts.add(new PostOp(function, -1));
    return this;
  }

  /** A function of the result and another operand. */
  Trial then(Op function, Strided operand) {
    return then(function, operand, v -> v);
  }

  Trial then(Op function, Strided operand, DoubleUnaryOperator change) {
    in(operand, change);
    posts.add(new PostOp(function, layouts.size() - 1));
    return this;
  }

  /** The planner computes in float32 what is not proposed in bfloat16. */
  Trial mayDeclineBfloat16() {
    mayDecline = true;
    return this;
  }

  /** Not in bfloat16, where rounding makes equals of what decides by its size. */
  Trial onlyFloat() {
    onlyFloat = true;
    return this;
  }

  /** How near results in bfloat16 must be; rounding adds up where there are many steps. */
  Trial withinRounded(double relative) {
    narrowTolerance = relative;
    return this;
  }

  Trial within(double relative) {
    tolerance = relative;
    return this;
  }

  private List<Value> leaves() {
    List<Value> leaves = new ArrayList<>();
    for (int i = 0; i < layouts.size(); i++) {
      leaves.add(Ops.input("in" + i, DType.F32, Shape.of(layouts.get(i).shape())));
    }
    return leaves;
  }

  private int operands() {
    return layouts.size() - (int) posts.stream().filter(post -> post.operand() >= 0).count();
  }

  private List<Value> results(List<Value> leaves) {
    List<Value> results = new ArrayList<>(Node.of(op, leaves.subList(0, operands())).outputs());
    for (PostOp post : posts) {
      List<Value> inputs = new ArrayList<>(List.of(results.get(0)));
      if (post.operand() >= 0) {
        inputs.add(leaves.get(post.operand()));
      }
      results.set(0, Node.of(post.op(), inputs).outputs().get(0));
    }
    return results;
  }

  private List<float[]> expected() {
    if (op == Move.CONVERT) {
      return List.of(values.get(0));
    }
    List<Value> leaves = leaves();
    Map<String, Value> outputs = new LinkedHashMap<>();
    results(leaves).forEach(value -> outputs.put("out" + outputs.size(), value));
    return GraphInterpreter.run(Graph.of(outputs), given()).values().stream()
        .map(Tensor::toFloats)
        .toList();
  }

  private Map<String, Tensor> given() {
    Map<String, Tensor> given = new HashMap<>();
    for (int i = 0; i < values.size(); i++) {
      given.put("in" + i, Tensor.of(values.get(i), layouts.get(i).shape()));
    }
    return given;
  }

  /** What the planner would ask. */
  Request request() {
    List<Operand> inputs = layouts.stream().map(layout -> new Operand(layout, false)).toList();
    List<Operand> outputs = new ArrayList<>();
    for (Value value : results(leaves())) {
      Strided dense = Strided.dense(DType.F32, value.shape().toLongs());
      outputs.add(new Operand(wanted.getOrDefault(outputs.size(), dense), false));
    }
    return new Request(op, inputs, outputs, posts);
  }

  /**
   * Checks the kernel, in float32 and with bfloat16 wherever it takes that, and returns what was
   * proposed in float32.
   */
  Proposal check() {
    Trial narrow = onlyFloat ? null : narrow();
    if (narrow != null) {
      narrow.checkNarrow();
    }
    return checkAsIs();
  }

  /** The same operation on operands stored in bfloat16; null if the kernel takes none. */
  private @Nullable Trial narrow() {
    OneDnnProvider provider = new OneDnnProvider();
    Trial trial = new Trial(op);
    trial.posts.addAll(posts);
    trial.way = way;
    trial.mayDecline = mayDecline;
    trial.tolerance = Math.max(tolerance, narrowTolerance);
    List<float[]> exact = new ArrayList<>(values);
    for (int i = 0; i < layouts.size(); i++) {
      if (forward != null && i == firstResult) {
        // What the forward pass makes of the rounded operands.
        List<Tensor> results = trial.forwardResults(forward);
        for (int n = 0; n < results.size(); n++) {
          exact.set(i + n, results.get(n).toFloats());
        }
      }
      boolean takes = i < operands() && provider.narrow(op, i) != KernelProvider.Narrow.NEVER;
      Strided layout = takes ? layouts.get(i).of(DType.BF16) : layouts.get(i);
      trial.layouts.add(layout);
      trial.values.add(rounded(exact.get(i), layout.dtype()));
    }
    if (trial.layouts.equals(layouts)) {
      return null;
    }
    List<Value> results = results(leaves());
    for (int i = 0; i < results.size(); i++) {
      Strided dense = Strided.dense(DType.F32, results.get(i).shape().toLongs());
      boolean gives = i == 0 && provider.givesNarrow(op);
      trial.wanted.put(i, wanted.getOrDefault(i, dense).of(gives ? DType.BF16 : DType.F32));
    }
    return trial;
  }

  private static float[] rounded(float[] elements, DType dtype) {
    Tensor tensor = Tensor.zeros(Device.CPU, dtype, elements.length);
    for (int i = 0; i < elements.length; i++) {
      tensor.setDouble(i, elements[i]);
    }
    return tensor.toFloats();
  }

  private void checkNarrow() {
    Proposal proposal = way.apply(request());
    assertTrue(
        proposal != null || mayDecline || !Dnnl.MULTIPLIES_BF16,
        () -> "nothing proposed for " + request());
    if (proposal != null) {
      List<float[]> expected = expected();
      compare(proposal, expected, -1);
      proposal.under(0).forEach(over -> compare(proposal, expected, over));
    }
  }

  private Proposal checkAsIs() {
    Proposal proposal = way.apply(request());
    assertNotNull(proposal, () -> "nothing proposed for " + request());
    long elements = layouts.stream().mapToLong(Strided::elements).max().orElse(0);
    if (elements >= 4096) {
      assertFalse(proposal.implementation().contains("ref"), proposal.implementation());
    }
    List<float[]> expected = expected();
    compare(proposal, expected, -1);
    proposal.under(0).forEach(over -> compare(proposal, expected, over));
    return proposal;
  }

  private void compare(Proposal proposal, List<float[]> expected, int over) {
    List<Buffer> inputs = new ArrayList<>();
    for (int i = 0; i < layouts.size(); i++) {
      inputs.add(written(proposal.inputs().get(i), layouts.get(i), values.get(i)));
    }
    List<Buffer> outputs = new ArrayList<>();
    for (int i = 0; i < expected.size(); i++) {
      Strided layout = (Strided) proposal.outputs().get(i);
      outputs.add(i == 0 && over >= 0 ? inputs.get(over) : guarded(layout.span()));
    }
    Buffer scratch = guarded(proposal.scratchBytes());
    try (Kernel kernel = proposal.binder().bind(inputs, outputs, scratch)) {
      kernel.run();
      if (over < 0) {
        kernel.run();
      }
    }
    assertUntouched(scratch, proposal.scratchBytes(), "scratch of " + request());
    for (int i = 0; i < expected.size(); i++) {
      Strided layout = (Strided) proposal.outputs().get(i);
      assertUntouched(outputs.get(i), layout.span(), "result " + i + " of " + request());
      float[] actual = read(outputs.get(i), layout);
      assertClose(expected.get(i), actual, "result " + i + " over " + over + " of " + request());
    }
  }

  private void assertClose(float[] expected, float[] actual, String what) {
    assertEquals(expected.length, actual.length, what);
    double largest = 0;
    for (float v : expected) {
      largest = Math.max(largest, Math.abs(v));
    }
    for (int i = 0; i < expected.length; i++) {
      double allowed = tolerance * (Math.abs(expected[i]) + 0.1 * largest);
      if (!(Math.abs(expected[i] - actual[i]) <= allowed)) {
        assertEquals(expected[i], actual[i], allowed, what + " at " + i);
      }
    }
  }

  private static Buffer written(Layout layout, Strided own, float[] elements) {
    return layout instanceof Strided strided
        ? written(strided, elements)
        : converted(written(own, elements), own, layout);
  }

  /** What the planner does to an operand that is wanted in blocks. */
  private static Buffer converted(Buffer source, Strided own, Layout layout) {
    Proposal proposal =
        new OneDnnProvider()
            .propose(
                new Request(
                    Move.CONVERT,
                    List.of(new Operand(own, false)),
                    List.of(new Operand(layout, false)),
                    List.of()));
    assertNotNull(proposal, () -> "no conversion to " + layout);
    Buffer target = guarded(layout.span());
    Buffer scratch = guarded(proposal.scratchBytes());
    try (Kernel kernel = proposal.binder().bind(List.of(source), List.of(target), scratch)) {
      kernel.run();
    }
    return target;
  }

  private static Buffer written(Strided layout, float[] elements) {
    Buffer buffer = guarded(layout.span());
    Tensor tensor = elements(buffer, layout);
    each(layout, (i, at) -> tensor.setDouble(at, elements[i]));
    return buffer;
  }

  private static Tensor elements(Buffer buffer, Strided layout) {
    long count = layout.span() / layout.dtype().bytes();
    return Tensor.view(buffer.slice(0, layout.span()), layout.dtype(), count);
  }

  /** Memory that nobody has written yet, and something behind it that must stay: all NaN. */
  private static Buffer guarded(long bytes) {
    Buffer buffer = Device.CPU.allocate(bytes + GUARD);
    ByteBuffer all = buffer.asByteBuffer();
    for (long i = 0; i < buffer.bytes(); i++) {
      all.put((int) i, MARK);
    }
    return buffer;
  }

  private static void assertUntouched(Buffer buffer, long bytes, String what) {
    ByteBuffer all = buffer.asByteBuffer();
    for (long i = bytes; i < buffer.bytes(); i++) {
      assertEquals(MARK, all.get((int) i), what + " reaches behind its memory, at byte " + i);
    }
  }

  private static float[] read(Buffer buffer, Strided layout) {
    float[] elements = new float[Math.toIntExact(layout.elements())];
    Tensor tensor = elements(buffer, layout);
    each(layout, (i, at) -> elements[i] = (float) tensor.getDouble(at));
    return elements;
  }

  private interface Visitor {
    void visit(int number, long at);
  }

  private static void each(Strided layout, Visitor visitor) {
    long[] index = new long[layout.rank()];
    for (int i = 0; i < layout.elements(); i++) {
      visitor.visit(i, layout.offset(index));
      for (int axis = index.length - 1; axis >= 0 && ++index[axis] == layout.extent(axis); axis--) {
        index[axis] = 0;
      }
    }
  }
}
