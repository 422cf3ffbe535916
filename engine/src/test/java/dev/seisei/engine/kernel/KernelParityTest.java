package dev.seisei.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.seisei.engine.jvm.JvmProvider;
import dev.seisei.engine.kernel.KernelExamples.Example;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.op.LogSoftmaxGradient;
import dev.seisei.engine.op.PrimitiveOp;
import dev.seisei.engine.op.Random;
import dev.seisei.engine.op.SoftmaxGradient;
import dev.seisei.engine.op.UnaryGradient;
import dev.seisei.engine.reference.ReferenceProvider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class KernelParityTest {
  private static final List<KernelProvider> PROVIDERS =
      List.of(new JvmProvider(), new ReferenceProvider());

  /** Memory that a planner hands out, a number known before that, and what is tested by itself. */
  private static final Set<Class<?>> WITHOUT_EXAMPLE =
      Set.of(
          Leaf.Input.class,
          Leaf.Parameter.class,
          Leaf.State.class,
          Leaf.Constant.class,
          Leaf.Extent.class,
          Random.class,
          UnaryGradient.class,
          SoftmaxGradient.class,
          LogSoftmaxGradient.class);

  @TestFactory
  Stream<DynamicTest> kernelsComputeWhatIsDefined() {
    Map<String, List<Example>> byName = new LinkedHashMap<>();
    for (Example example : KernelExamples.all()) {
      byName.computeIfAbsent(example.op().opName(), name -> new ArrayList<>()).add(example);
    }
    return PROVIDERS.stream()
        .flatMap(
            provider ->
                byName.entrySet().stream()
                    .map(
                        entry ->
                            dynamicTest(
                                provider.name() + " " + entry.getKey(),
                                () ->
                                    entry
                                        .getValue()
                                        .forEach(e -> KernelParity.check(provider, e)))));
  }

  @Test
  void everyExampleHasAKernel() {
    List<Example> without =
        KernelExamples.all().stream()
            .filter(e -> PROVIDERS.stream().noneMatch(p -> KernelParity.offers(p, e)))
            .toList();
    assertEquals(List.of(), without);
  }

  @Test
  void everyPrimitiveHasAnExample() {
    List<Object> missing = new ArrayList<>();
    collect(PrimitiveOp.class, missing);
    missing.removeAll(WITHOUT_EXAMPLE);
    for (Example example : KernelExamples.all()) {
      missing.remove(example.op());
      missing.remove(example.op().getClass());
    }
    assertEquals(List.of(), missing);
  }

  /** Enum constants, and the classes of everything else. */
  private static void collect(Class<?> type, List<Object> found) {
    if (type.isEnum()) {
      found.addAll(List.of(type.getEnumConstants()));
    } else if (type.isSealed()) {
      for (Class<?> permitted : type.getPermittedSubclasses()) {
        collect(permitted, found);
      }
    } else {
      found.add(type);
    }
  }
}
