package dev.seisei.engine.onednn;

import dev.seisei.engine.kernel.Kernel;
import dev.seisei.engine.kernel.Layout;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Primitives to run one after another, on inputs, outputs and temporaries. */
final class Recipe {
  private static final long ALIGNMENT = 64;

  /** One primitive and where its arguments lie. */
  record Step(Primitive primitive, Map<Integer, Place> arguments) {}

  private final List<Step> steps = new ArrayList<>();
  private long temporaryBytes;

  /** Adds a step. */
  void add(Primitive primitive, Map<Integer, Place> arguments) {
    steps.add(new Step(primitive, Map.copyOf(arguments)));
  }

  /** Memory that lasts while the kernel runs, for float32 elements of the given layout. */
  Arg temporary(Strided layout) {
    Place place = Place.temporary(temporaryBytes);
    temporaryBytes += aligned(layout.span(Float.BYTES));
    return new Arg(place, layout);
  }

  boolean isSingle() {
    return steps.size() == 1;
  }

  List<Step> steps() {
    return steps;
  }

  private static long aligned(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** The steps' implementations, such as {@code reorder jit:uni + binary jit:uni}. */
  private String implementation() {
    return steps.stream()
        .map(step -> step.primitive().implementation())
        .distinct()
        .collect(Collectors.joining(" + "));
  }

  Proposal proposal(List<? extends Layout> inputs, List<? extends Layout> outputs) {
    long working = steps.stream().mapToLong(s -> s.primitive().scratchBytes()).max().orElse(0);
    return new Proposal(
        implementation(),
        List.copyOf(inputs),
        List.copyOf(outputs),
        temporaryBytes + working,
        List.of(),
        this::bind);
  }

  private Kernel bind(List<Buffer> inputs, List<Buffer> outputs, Buffer scratch) {
    return new RecipeKernel(steps, temporaryBytes, inputs, outputs, scratch);
  }
}
