package dev.seisei.engine.onednn;

import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.op.Composite;
import dev.seisei.engine.op.CompositeType;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.Softmax;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttentionParityTest {
  /** Sizes of one attention: images, heads, key heads, queries, keys, width, width of values. */
  private record Sizes(long b, long h, long hk, long tq, long tk, long d, long dv) {
    long[] q() {
      return new long[] {b, h, tq, d};
    }

    long[] k() {
      return new long[] {b, hk, tk, d};
    }

    long[] v() {
      return new long[] {b, hk, tk, dv};
    }
  }

  @ParameterizedTest
  @CsvSource({
    // all in one block, odd sizes
    "2,3,3,7,7,5,5,false",
    "2,3,3,7,7,5,5,true",
    "3,4,4,64,64,16,16,true",
    "1,1,1,1,9,4,6,true",
    "2,2,2,5,9,4,6,true",
    "2,2,2,9,5,4,4,false",
    // several blocks of queries, of which the last is shorter
    "1,3,3,260,260,4,4,true",
    "1,2,2,140,200,4,4,true",
    // more scores than a block may have
    "1,1,1,520,520,4,4,false",
    // several blocks of heads and images
    "2,4,4,250,260,4,4,false",
    // heads that share their keys
    "2,6,2,9,9,4,4,true",
    "1,4,1,140,140,4,4,true"
  })
  void isWhatTheDecompositionComputes(
      long b, long h, long hk, long tq, long tk, long d, long dv, boolean causal) {
    Sizes sizes = new Sizes(b, h, hk, tq, tk, d, dv);
    Composite attention = attention(sizes, causal, null);
    trial(new Trial(attention), sizes, false).check();
    trial(new Trial(attention), sizes, true).out(0, headsTogether(b, h, tq, dv)).check();
    if (h == hk) {
      gradients(attention, sizes, List.of());
    }
  }

  @ParameterizedTest
  @CsvSource({"2,3,9,9", "1,1,9,9", "2,1,1,9", "1,3,1,9", "2,3,9,1", "0,0,9,9", "0,0,0,9"})
  void addsMasksOfAnyShape(long images, long heads, long queries, long keys) {
    addsMask(new Sizes(2, 3, 3, 9, 9, 4, 4), images, heads, queries, keys);
  }

  /** More scores than a block may have: masks are cut with their queries. */
  @ParameterizedTest
  @CsvSource({"1,2,520,520", "1,1,1,520", "1,1,520,1"})
  void cutsMasks(long images, long heads, long queries, long keys) {
    addsMask(new Sizes(1, 2, 2, 520, 520, 4, 4), images, heads, queries, keys);
  }

  private static void addsMask(Sizes sizes, long images, long heads, long queries, long keys) {
    List<Long> extents = new ArrayList<>(List.of(images, heads, queries, keys));
    extents.removeIf(extent -> extent == 0);
    long[] mask = extents.stream().mapToLong(Long::longValue).toArray();
    for (boolean causal : new boolean[] {false, true}) {
      Composite attention = attention(sizes, causal, mask);
      trial(new Trial(attention), sizes, true).in(mask).check();
      gradients(attention, sizes, List.of(Strided.dense(DType.F32, mask)));
    }
  }

  private static void gradients(Composite attention, Sizes sizes, List<Strided> masks) {
    Integer[][] some = {{0, 1, 2}, {2}, {1}, {0, 2}};
    for (Integer[] wanted : sizes.tq > 100 ? new Integer[][] {some[0]} : some) {
      Trial trial = trial(new Trial(Bodies.gradient(attention, wanted)), sizes, true);
      masks.forEach(trial::in);
      trial
          .results(attention)
          .in(headsTogether(sizes.b, sizes.h, sizes.tq, sizes.dv))
          .within(1e-4)
          .withinRounded(sizes.tq > 500 ? 6e-2 : 3e-2)
          .check();
    }
  }

  private static Trial trial(Trial trial, Sizes sizes, boolean headsTogether) {
    for (long[] shape : List.of(sizes.q(), sizes.k(), sizes.v())) {
      trial.in(
          headsTogether
              ? headsTogether(shape[0], shape[1], shape[2], shape[3])
              : Strided.dense(DType.F32, shape));
    }
    return trial;
  }

  /** As a layer's product leaves them: the heads of a token beside each other. */
  private static Strided headsTogether(long b, long h, long t, long d) {
    return Views.permuted(List.of(0, 2, 1, 3), b, h, t, d);
  }

  private static Composite attention(Sizes sizes, boolean causal, long @Nullable [] mask) {
    List<Value> inputs = new ArrayList<>();
    for (long[] shape : List.of(sizes.q(), sizes.k(), sizes.v())) {
      inputs.add(Ops.input("x" + inputs.size(), DType.F32, Shape.of(shape)));
    }
    Value k = repeated(inputs.get(1), sizes);
    Value v = repeated(inputs.get(2), sizes);
    Value scores = Ops.scale(Ops.matmul(inputs.get(0), Ops.transpose(k)), 0.4, 0);
    if (mask != null) {
      inputs.add(Ops.input("mask", DType.F32, Shape.of(mask)));
      scores = Ops.add(scores, inputs.get(3));
    }
    if (causal) {
      scores = Ops.add(scores, Ops.constant(hidden(sizes)));
    }
    return new Composite(
        new CompositeType("attention", true),
        Map.of(
            "heads",
            sizes.h,
            "key_heads",
            sizes.hk,
            "scale",
            0.4,
            "causal",
            causal,
            "mask",
            mask != null,
            "dropout",
            0.0),
        inputs,
        List.of(Ops.matmul(Ops.apply(new Softmax(), scores), v)));
  }

  /** [B, Hk, T, n] → [B, H, T, n]. */
  private static Value repeated(Value x, Sizes sizes) {
    long rows = sizes.tk;
    long width = x.shape().toLongs()[3];
    long share = sizes.h / sizes.hk;
    Value apart = Ops.reshape(x, Shape.of(sizes.b, sizes.hk, 1, rows, width));
    Value all = Ops.broadcast(apart, Shape.of(sizes.b, sizes.hk, share, rows, width));
    return Ops.reshape(all, Shape.of(sizes.b, sizes.h, rows, width));
  }

  private static Tensor hidden(Sizes sizes) {
    Tensor mask = Tensor.zeros(Device.CPU, DType.F32, sizes.tq, sizes.tk);
    for (long i = 0; i < sizes.tq; i++) {
      for (long j = 0; j < sizes.tk; j++) {
        mask.setDouble(i * sizes.tk + j, j > i + sizes.tk - sizes.tq ? -1e9 : 0);
      }
    }
    return mask;
  }
}
