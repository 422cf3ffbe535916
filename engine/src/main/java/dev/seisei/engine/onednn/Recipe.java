package dev.seisei.engine.onednn;

import dev.seisei.engine.gradient.CompositeGradient;
import dev.seisei.engine.kernel.Kernel;
import dev.seisei.engine.kernel.Layout;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.Buffer;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Primitives to run one after another, on inputs, outputs and temporaries. */
final class Recipe {
  private static final long ALIGNMENT = 64;

  /** What is run in its turn. */
  sealed interface Step {}

  /** A primitive and where its arguments lie. */
  record Run(Primitive primitive, Map<Integer, Place> arguments) implements Step {}

  /** A little arithmetic in Java and where its arguments lie. */
  record Calculate(Calculation calculation, List<Place> arguments) implements Step {}

  /** The same on bytes. */
  record Transform(Transformation transformation, List<Place> arguments) implements Step {}

  /** Work on bytes for which there is no primitive. Allocates nothing. */
  @FunctionalInterface
  interface Transformation {
    void run(ByteBuffer[] memory);
  }

  /** Arithmetic on a few elements, which is not worth a primitive. Allocates nothing. */
  @FunctionalInterface
  interface Calculation {
    void run(FloatBuffer[] memory);
  }

  private final List<Step> steps = new ArrayList<>();
  private long temporaryBytes;

  /** Adds a primitive. */
  void add(Primitive primitive, Map<Integer, Place> arguments) {
    steps.add(new Run(primitive, Map.copyOf(arguments)));
  }

  /** Adds a calculation. */
  void add(Calculation calculation, List<Place> arguments) {
    steps.add(new Calculate(calculation, List.copyOf(arguments)));
  }

  /** Adds work on bytes. */
  void transform(Transformation transformation, List<Place> arguments) {
    steps.add(new Transform(transformation, List.copyOf(arguments)));
  }

  /** Memory that lasts while the kernel runs, for elements of the given layout. */
  Arg temporary(Strided layout) {
    Place place = Place.temporary(temporaryBytes);
    temporaryBytes += aligned(layout.span());
    return new Arg(place, layout);
  }

  /** The output that takes the gradient of an input, or a temporary if nobody wants it. */
  Place wanted(CompositeGradient op, int input, Strided layout) {
    int output = op.wanted().indexOf(input);
    return output >= 0 ? Place.output(output) : temporary(layout).place();
  }

  boolean isSingle() {
    return steps.size() == 1;
  }

  private static long aligned(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  private List<Primitive> primitives() {
    return steps.stream()
        .map(step -> step instanceof Run run ? run.primitive() : null)
        .filter(Objects::nonNull)
        .toList();
  }

  /** The primitives' implementations, such as {@code brg_matmul:avx2 + jit:uni}. */
  private String implementation() {
    return primitives().stream()
        .map(Primitive::implementation)
        .distinct()
        .collect(Collectors.joining(" + "));
  }

  Proposal proposal(List<? extends Layout> inputs, List<? extends Layout> outputs) {
    long working = primitives().stream().mapToLong(Primitive::scratchBytes).max().orElse(0);
    return new Proposal(
        implementation(),
        List.copyOf(inputs),
        List.copyOf(outputs),
        temporaryBytes + working,
        List.of(),
        this::bind);
  }

  /** As a kernel over memory. */
  Kernel bind(List<Buffer> inputs, List<Buffer> outputs, Buffer scratch) {
    return new RecipeKernel(steps, new Memory(inputs, outputs, scratch, temporaryBytes));
  }
}
