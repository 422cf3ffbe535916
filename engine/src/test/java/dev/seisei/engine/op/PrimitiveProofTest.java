package dev.seisei.engine.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seisei.engine.gradient.FiniteDifferences;
import dev.seisei.engine.graph.Op;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.op.PrimitiveExamples.Example;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.param.State;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.reference.GraphInterpreter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every primitive operation, found by reflection over the sealed set, has an example whose first
 * and second derivatives equal finite differences, and whose plan equals the interpreter.
 */
class PrimitiveProofTest {
  static List<Example> examples() {
    return PrimitiveExamples.all();
  }

  @Test
  void everyPrimitiveHasAnExample() {
    TreeSet<String> proven = new TreeSet<>();
    examples().forEach(example -> proven.add(identity(example.op())));
    TreeSet<String> all = new TreeSet<>();
    collect(PrimitiveOp.class, all);
    assertEquals(all, proven);
  }

  /** An enum constant is an operation of its own, a record with its attributes is one. */
  private static String identity(Op op) {
    return op instanceof Enum<?> constant
        ? constant.getDeclaringClass().getSimpleName() + "." + constant.name()
        : op.getClass().getSimpleName();
  }

  private static void collect(Class<?> type, Set<String> names) {
    if (type.isSealed() && type.isInterface()) {
      for (Class<?> permitted : type.getPermittedSubclasses()) {
        collect(permitted, names);
      }
    } else if (type.isEnum()) {
      for (Object constant : type.getEnumConstants()) {
        names.add(identity((Op) constant));
      }
    } else {
      names.add(type.getSimpleName());
    }
  }

  /** Those through which a gradient flows: not integers, comparisons or a stopped gradient. */
  static List<Example> differentiable() {
    return examples().stream()
        .filter(example -> !(example.op() instanceof StopGradient))
        .filter(
            example ->
                example.graph().outputs().values().stream()
                    .anyMatch(output -> output.type().dtype().isFloating()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("differentiable")
  void derivativesEqualFiniteDifferences(Example example) {
    FiniteDifferences.check(example.graph(), example.inputs());
  }

  /** All but random numbers, whose kernels have known answers of their own. */
  static List<Example> computed() {
    return examples().stream().filter(example -> !(example.op() instanceof Random)).toList();
  }

  @ParameterizedTest
  @MethodSource("computed")
  void thePlanEqualsTheInterpreter(Example example) {
    Map<String, Tensor> expected = GraphInterpreter.run(example.graph(), example.inputs());
    State state = new State();
    ParameterStore store = ParameterStore.of(Map.of());
    if (example.op() instanceof Leaf.Parameter) {
      store = ParameterStore.of(example.inputs());
    } else if (example.op() instanceof Leaf.State) {
      example.inputs().forEach(state::set);
    }
    try (Plan plan = Plan.of(example.graph()).parameters(store).state(state).compile()) {
      for (String input : plan.inputs()) {
        plan.input(input).copyFrom(Objects.requireNonNull(example.inputs().get(input)));
      }
      plan.run();
      expected.forEach(
          (name, tensor) ->
              assertArrayEquals(
                  tensor.toDoubles(), plan.output(name).toDoubles(), 1e-12, example.toString()));
    }
  }
}
