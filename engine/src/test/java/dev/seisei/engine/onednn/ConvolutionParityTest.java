package dev.seisei.engine.onednn;

import static dev.seisei.engine.onednn.Views.permuted;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.kernel.Opaque;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Binary;
import dev.seisei.engine.op.Convolution;
import dev.seisei.engine.op.ConvolutionInputGradient;
import dev.seisei.engine.op.ConvolutionWeightGradient;
import dev.seisei.engine.op.Unary;
import dev.seisei.engine.op.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Convolutions and their gradients, against their definitions. */
class ConvolutionParityTest {
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Case(String name, Window window, long[] x, long[] weights) {
    long[] y() {
      TensorType image = new TensorType(DType.F32, Shape.of(x));
      TensorType kernel = new TensorType(DType.F32, Shape.of(weights));
      return new Convolution(window).infer(List.of(image, kernel)).get(0).shape().toLongs();
    }

    /** One number a channel of the result. */
    long[] bias() {
      long[] shape = new long[x.length];
      Arrays.fill(shape, 1);
      shape[1] = weights[0];
      return shape;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** A window that ends before its inputs do. */
  private static final String UNSEEN = "3, not to the end";

  private static List<Long> list(long... values) {
    return Arrays.stream(values).boxed().toList();
  }

  private static Window window(int axes, long stride, long padding, long dilation, long groups) {
    return new Window(
        Collections.nCopies(axes, stride),
        Collections.nCopies(axes, padding),
        Collections.nCopies(axes, padding),
        Collections.nCopies(axes, dilation),
        groups);
  }

  private static long[] shape(long... extents) {
    return extents;
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case("3×3", window(2, 1, 1, 1, 1), shape(2, 16, 9, 11), shape(24, 16, 3, 3)),
        new Case("odd", window(2, 1, 1, 1, 1), shape(2, 5, 9, 11), shape(7, 5, 3, 3)),
        new Case("batch of one", window(2, 1, 1, 1, 1), shape(1, 3, 8, 8), shape(4, 3, 3, 3)),
        new Case("from one", window(2, 1, 1, 1, 1), shape(3, 1, 9, 11), shape(8, 1, 3, 3)),
        new Case("to one", window(2, 1, 1, 1, 1), shape(3, 8, 9, 11), shape(1, 8, 3, 3)),
        new Case("4×4, 2", window(2, 2, 1, 1, 1), shape(2, 16, 10, 12), shape(24, 16, 4, 4)),
        new Case("3×3, 2", window(2, 2, 1, 1, 1), shape(2, 16, 10, 12), shape(24, 16, 3, 3)),
        new Case(
            "many channels, 2", window(2, 2, 1, 1, 1), shape(1, 128, 4, 5), shape(128, 128, 3, 3)),
        new Case(
            "many channels, 3, dilated",
            window(1, 3, 4, 2, 1),
            shape(1, 128, 31),
            shape(128, 128, 5)),
        new Case("many images, 2", window(2, 2, 1, 1, 1), shape(130, 64, 8, 8), shape(2, 64, 4, 4)),
        new Case("few channels, 2", window(2, 2, 1, 1, 1), shape(2, 3, 8, 12), shape(24, 3, 4, 4)),
        new Case(
            "few channels, 2, odd", window(2, 2, 1, 1, 1), shape(2, 3, 9, 7), shape(8, 3, 3, 3)),
        new Case(
            "few channels, 3 and 2",
            new Window(list(3, 2), list(4, 0), list(1, 2), list(1, 1), 1),
            shape(2, 2, 9, 8),
            shape(5, 2, 5, 3)),
        new Case(
            "few channels, 3-D, 2",
            window(3, 2, 1, 1, 1),
            shape(2, 1, 4, 6, 8),
            shape(8, 1, 4, 4, 4)),
        new Case("patches", window(2, 4, 0, 1, 1), shape(2, 16, 8, 12), shape(24, 16, 4, 4)),
        new Case("3", window(1, 3, 2, 1, 1), shape(2, 20, 32), shape(24, 20, 7)),
        new Case(UNSEEN, window(1, 3, 0, 1, 1), shape(2, 20, 32), shape(24, 20, 3)),
        new Case("3-D, 2", window(3, 2, 1, 1, 1), shape(2, 16, 5, 6, 7), shape(17, 16, 3, 3, 3)),
        new Case(
            "lopsided",
            new Window(list(2, 1), list(0, 1), list(1, 2), list(1, 1), 1),
            shape(2, 6, 10, 12),
            shape(9, 6, 3, 4)),
        new Case("dilated", window(2, 1, 2, 2, 1), shape(2, 6, 10, 12), shape(9, 6, 3, 3)),
        new Case("1×1", window(2, 1, 0, 1, 1), shape(2, 16, 10, 12), shape(24, 16, 1, 1)),
        new Case("1×1, 2", window(2, 2, 0, 1, 1), shape(2, 16, 10, 12), shape(24, 16, 1, 1)),
        new Case(
            "1×1, 2, odd, many channels",
            window(2, 2, 0, 1, 1),
            shape(4, 128, 7, 7),
            shape(128, 128, 1, 1)),
        new Case("2×2, 3", window(2, 3, 0, 1, 1), shape(2, 16, 8, 7), shape(24, 16, 2, 2)),
        new Case(
            "3×1, 1 and 2",
            new Window(list(1, 2), list(1, 0), list(1, 0), list(1, 1), 1),
            shape(2, 16, 8, 7),
            shape(24, 16, 3, 1)),
        new Case("whole", window(2, 1, 0, 1, 1), shape(2, 16, 7, 7), shape(24, 16, 7, 7)),
        new Case("groups", window(2, 1, 1, 1, 4), shape(2, 16, 10, 12), shape(24, 4, 3, 3)),
        new Case("depthwise", window(2, 1, 1, 1, 16), shape(2, 16, 10, 12), shape(16, 1, 3, 3)),
        new Case("depthwise ×2", window(2, 1, 1, 1, 8), shape(2, 8, 10, 12), shape(16, 1, 3, 3)),
        new Case("1-D", window(1, 1, 1, 1, 1), shape(3, 16, 40), shape(24, 16, 3)),
        new Case(
            "causal",
            new Window(list(1), list(8), list(0), list(4), 1),
            shape(3, 16, 40),
            shape(24, 16, 3)),
        new Case(
            "3-D",
            new Window(list(1, 2, 1), list(1, 1, 1), list(1, 1, 1), list(1, 1, 1), 1),
            shape(2, 8, 5, 6, 7),
            shape(12, 8, 3, 3, 3)));
  }

  /** Channels innermost. */
  private static Strided image(long... shape) {
    List<Integer> order = new ArrayList<>(List.of(0));
    for (int i = 2; i < shape.length; i++) {
      order.add(i);
    }
    order.add(1);
    return permuted(order, shape);
  }

  /** As SameDiff has weights: the kernel's axes, inputs, outputs. */
  private static Strided kernel(long... shape) {
    List<Integer> order = new ArrayList<>();
    for (int i = 2; i < shape.length; i++) {
      order.add(i);
    }
    order.addAll(List.of(1, 0));
    return permuted(order, shape);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void forward(Case of) {
    new Trial(new Convolution(of.window()))
        .in(of.x())
        .in(of.weights())
        .then(Binary.ADD, Strided.dense(DType.F32, of.bias()))
        .then(Unary.RELU)
        .then(Binary.ADD, Strided.dense(DType.F32, of.y()))
        .check();
    Proposal proposal =
        new Trial(new Convolution(of.window()))
            .in(image(of.x()))
            .in(kernel(of.weights()))
            .out(0, image(of.y()))
            .then(Binary.ADD, image(of.y()))
            .then(Bodies.activation("silu", of.y()))
            .check();
    assertEquals(image(of.x()), proposal.inputs().get(0));
    assertEquals(List.of(image(of.y())), proposal.outputs());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void inputGradient(Case of) {
    for (Strided weights : List.of(Strided.dense(DType.F32, of.weights()), kernel(of.weights()))) {
      new Trial(new ConvolutionInputGradient(of.window(), Shape.of(of.x())))
          .in(of.y())
          .in(weights)
          .check();
    }
  }

  static Stream<Case> phased() {
    return cases()
        .filter(of -> of.window().strides().stream().anyMatch(stride -> stride > 1))
        .filter(of -> of.window().dilations().stream().allMatch(dilation -> dilation == 1))
        .filter(of -> isAsLargeAsItsStride(of) && !of.name().equals(UNSEEN));
  }

  private static boolean isAsLargeAsItsStride(Case of) {
    return IntStream.range(0, of.window().axes())
        .allMatch(i -> of.weights()[i + 2] >= of.window().strides().get(i));
  }

  /** However small, and so whether or not it would be the way to compute it. */
  @ParameterizedTest
  @MethodSource("phased")
  void inputGradientByPhases(Case of) {
    for (Strided weights : List.of(Strided.dense(DType.F32, of.weights()), kernel(of.weights()))) {
      new Trial(new ConvolutionInputGradient(of.window(), Shape.of(of.x())))
          .in(of.y())
          .in(weights)
          .by(request -> phases(of, request).propose())
          .check();
    }
  }

  private static InputPhases phases(Case of, Request request) {
    return requireNonNull(InputPhases.of(request, of.window()));
  }

  /**
   * Nobody sees the last inputs, and oneDNN has no convolution of one step that leaves them out.
   */
  @Test
  void phasesThatEndBeforeTheirInputsAreLeftAlone() {
    Case of = cases().filter(some -> some.name().equals(UNSEEN)).findAny().orElseThrow();
    new Trial(new ConvolutionInputGradient(of.window(), Shape.of(of.x())))
        .in(of.y())
        .in(of.weights())
        .by(
            request -> {
              assertNull(phases(of, request).propose());
              return new OneDnnProvider().propose(request);
            })
        .check();
  }

  /** One channel leaves most of a vector empty, on every processor. */
  @Test
  void phasesAreChosenWhereTheySaveWork() {
    Case of = new Case("", window(2, 2, 1, 1, 1), shape(4, 1, 32, 32), shape(64, 1, 4, 4));
    Proposal proposal =
        new Trial(new ConvolutionInputGradient(of.window(), Shape.of(of.x())))
            .in(of.y())
            .in(of.weights())
            .check();
    assertTrue(
        proposal.inputs().get(1) instanceof Opaque packed && packed.key() instanceof PackedWeights,
        proposal.toString());
  }

  static Stream<Case> ungrouped() {
    return cases().filter(of -> of.window().groups() == 1);
  }

  /** However few images fit, and so whether or not it would be the way to compute it. */
  @ParameterizedTest
  @MethodSource("ungrouped")
  void weightGradientOfUnfoldedImages(Case of) {
    for (long most : new long[] {1, 20_000, Unfolding.MOST}) {
      new Trial(new ConvolutionWeightGradient(of.window(), Shape.of(of.weights())))
          .in(of.x())
          .in(image(of.y()))
          .within(3e-5)
          .by(request -> ConvolutionKernels.unfoldedWeightGradient(request, of.window(), most))
          .check();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void weightGradient(Case of) {
    for (Strided wanted : List.of(Strided.dense(DType.F32, of.weights()), kernel(of.weights()))) {
      new Trial(new ConvolutionWeightGradient(of.window(), Shape.of(of.weights())))
          .in(of.x())
          .in(image(of.y()))
          .out(0, wanted)
          .within(3e-5)
          .check();
    }
  }
}
