package dev.seisei.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.engine.memory.MemoryLimitException;
import dev.seisei.engine.samediff.GraphImport;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A memory budget takes time and no accuracy. */
class CheckpointingTest {
  private static final int STEPS = 5;

  /** What rounding may change, relative to the length of what it changes. */
  private static final double ROUNDING = 2e-5;

  /**
   * The same where values are stored in bfloat16: a copy may be stored in more bits than the
   * original was. Movements that have nothing to do with each other differ by more than 1.
   */
  private static final double NARROW_ROUNDING = 0.2;

  /**
   * What a few steps of training do.
   *
   * @param values the losses, and how far each parameter and state has moved
   * @param narrow whether anything is stored in bfloat16, which is up to the processor
   */
  private record Trained(MemoryUse memory, boolean narrow, Map<String, double[]> values) {
    static Trained of(Supplier<Network> networks, UnaryOperator<PlanBuilder> settings) {
      try (Network network = networks.get();
          Plan plan = network.plan(settings)) {
        network.fill(plan);
        Map<String, double[]> values = held(network);
        values.replaceAll((name, before) -> negated(before));
        for (int i = 0; i < STEPS; i++) {
          plan.run();
          values.put("loss " + i, plan.output("loss").toDoubles());
        }
        held(network).forEach((name, after) -> values.merge(name, after, CheckpointingTest::sum));
        values.forEach(
            (name, movement) ->
                // Not every network draws random numbers.
                assertTrue(
                    length(movement) > 0 || name.equals(GraphImport.RANDOM_KEY),
                    name + " has not moved"));
        return new Trained(plan.memory(), plan.explain().contains(" BF16 "), values);
      }
    }

    private static Map<String, double[]> held(Network network) {
      Map<String, double[]> values = new TreeMap<>();
      for (String name : network.store().names()) {
        values.put(name, network.store().get(name).toDoubles());
      }
      for (String name : network.state().names()) {
        values.put(name, network.state().get(name).toDoubles());
      }
      return values;
    }

    void assertTrainsAs(Trained other) {
      assertEquals(values.keySet(), other.values.keySet());
      double tolerance = narrow ? NARROW_ROUNDING : ROUNDING;
      values.forEach(
          (name, expected) -> {
            double length = length(expected);
            double gap =
                length(sum(expected, negated(Objects.requireNonNull(other.values.get(name)))));
            assertTrue(gap <= tolerance * length, name + " differs by " + gap + " in " + length);
          });
    }
  }

  private static double[] sum(double[] a, double[] b) {
    double[] sum = a.clone();
    Arrays.setAll(sum, i -> a[i] + b[i]);
    return sum;
  }

  private static double[] negated(double[] a) {
    return Arrays.stream(a).map(each -> -each).toArray();
  }

  private static double length(double[] a) {
    return Math.sqrt(Arrays.stream(a).map(each -> each * each).sum());
  }

  /** The smallest budget that a network's plan can meet, as the refusal of a smaller one says. */
  private static long smallest(Network network, Precision precision) {
    MemoryLimitException refused =
        assertThrows(
            MemoryLimitException.class,
            () -> network.plan(plan -> plan.precision(precision).memoryBudget(1)));
    String message = String.valueOf(refused.getMessage());
    assertTrue(
        message.startsWith("the memory budget of 1 bytes cannot be met: the smallest that can is "),
        message);
    assertTrue(message.contains("(" + refused.requestedBytes() + " bytes)"), message);
    return refused.requestedBytes();
  }

  static Stream<Arguments> networks() {
    Map<String, Supplier<Network>> networks = new LinkedHashMap<>();
    networks.put("MLP of 24 layers", () -> Network.mlp(24, 256, true));
    networks.put("transformer of 4 blocks", () -> Network.transformer(4));
    networks.put("convolutional network of 8 blocks", () -> Network.convolutional(8));
    return networks.entrySet().stream()
        .flatMap(
            entry ->
                Stream.of(Precision.values())
                    .map(each -> Arguments.of(entry.getKey(), entry.getValue(), each)));
  }

  @ParameterizedTest(name = "{0}, {2}")
  @MethodSource("networks")
  void trainsAsWithoutABudgetInLessMemory(
      String name, Supplier<Network> networks, Precision precision) {
    Trained free = Trained.of(networks, plan -> plan.precision(precision));
    assertEquals(0, free.memory().recomputed());
    long least;
    try (Network network = networks.get()) {
      least = smallest(network, precision);
    }
    long most = free.memory().total();
    assertTrue(least < 0.75 * most, name + ": " + least + " of " + most);
    for (double share : new double[] {0.9, 0.5, 0}) {
      long budget = least + (long) (share * (most - least));
      Trained bounded =
          Trained.of(networks, plan -> plan.precision(precision).memoryBudget(budget));
      assertTrue(bounded.memory().total() <= budget, bounded.memory() + " for " + budget);
      assertTrue(bounded.memory().recomputed() > 0, bounded.memory().toString());
      free.assertTrainsAs(bounded);
    }
  }

  @Test
  void composedSequencesTrainWithinABudgetToo() {
    Trained free = Trained.of(Network::recurrent, plan -> plan);
    long least;
    try (Network network = Network.recurrent()) {
      least = smallest(network, Precision.F32);
    }
    Trained bounded = Trained.of(Network::recurrent, plan -> plan.memoryBudget(least));
    assertTrue(bounded.memory().total() < free.memory().total(), bounded.memory().toString());
    free.assertTrainsAs(bounded);
  }

  @Test
  void aBudgetThatIsLargeEnoughChangesNothing() {
    try (Network network = Network.mlp(6, 64, false);
        Plan free = network.plan(plan -> plan);
        Plan bounded = network.plan(plan -> plan.memoryBudget(free.bytes()))) {
      assertEquals(free.memory(), bounded.memory());
      assertEquals(free.explain(), bounded.explain());
    }
  }

  @Test
  void explainSaysHowMuchIsComputedTwice() {
    try (Network network = Network.mlp(12, 256, false);
        Plan free = network.plan(plan -> plan);
        Plan bounded = network.plan(plan -> plan.memoryBudget(free.bytes() * 2 / 3))) {
      String counted = bounded.memory().recomputed() + " values computed twice";
      assertTrue(bounded.explain().contains("; " + counted), bounded.explain());
      assertTrue(bounded.kernels() > free.kernels(), bounded.explain());
    }
  }

  @Test
  void theSmallestBudgetGrowsAsTheRootOfTheDepth() {
    long[] free = new long[2];
    long[] least = new long[2];
    int[] depths = {16, 144};
    for (int i = 0; i < 2; i++) {
      try (Network network = Network.mlp(depths[i], 2048, false)) {
        long smallest = smallest(network, Precision.F32);
        try (Plan all = network.plan(plan -> plan);
            Plan few = network.plan(plan -> plan.memoryBudget(smallest))) {
          free[i] = all.memory().live();
          least[i] = few.memory().live();
        }
      }
    }
    // Nine times as deep: three times as much, and the gradients of the parameters beside it.
    assertTrue(free[1] > 7.5 * free[0], free[1] + " and " + free[0]);
    assertTrue(least[1] < 4 * least[0], least[1] + " and " + least[0]);
  }

  @Test
  void aBudgetMustBePositive() {
    try (Network network = Network.mlp(1, 8, false)) {
      IllegalArgumentException refused =
          assertThrows(
              IllegalArgumentException.class, () -> network.plan(plan -> plan.memoryBudget(0)));
      assertTrue(String.valueOf(refused.getMessage()).contains("got 0"), refused.getMessage());
    }
  }
}
