package dev.seisei.benchmarks.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.engine.plan.Precision;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each side is a process of its own, so all of this must come out the same every time. */
class WorkloadsTest {
  @Test
  void areNamedAsTheTablesSay() {
    assertEquals("vae, dcgan, ddpm, lstm, gru, gpt, gpt-m", Workloads.names());
    assertEquals(Gpt.MEDIUM, Workloads.find("gpt-m"));
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> Workloads.find("gtp"));
    assertEquals("no workload gtp; there are " + Workloads.names(), refusal.getMessage());
  }

  @Test
  void batchesAreTheSameEveryTimeAndOthersForAnotherStep() {
    for (Workload workload : Workloads.ALL) {
      try (Batch first = workload.batch(3);
          Batch again = workload.batch(3);
          Batch other = workload.batch(4)) {
        assertEquals(first.names(), again.names());
        for (String name : first.names()) {
          assertEquals(first.get(name).bytes(), again.get(name).bytes(), workload + " " + name);
          assertNotEquals(first.get(name).bytes(), other.get(name).bytes(), workload + " " + name);
        }
      }
    }
  }

  @Test
  void targetsAreTheTokensThatFollow() {
    int steps = Gpt.STANDARD.steps();
    try (Batch batch = Gpt.STANDARD.batch(7)) {
      double[] tokens = batch.get("tokens").toDoubles();
      double[] targets = batch.get("targets").toDoubles();
      for (int row = 0; row < Gpt.STANDARD.batch(); row++) {
        for (int i = 0; i < steps - 1; i++) {
          assertEquals(tokens[row * steps + i + 1], targets[row * steps + i]);
        }
      }
    }
  }

  @Test
  void charactersAreAsManyAsTheNetworksTake() {
    int highest = 0;
    for (int step = 0; step < 20; step++) {
      try (Batch batch = Characters.batch(step, 64, 64)) {
        double[] tokens = batch.get("tokens").toDoubles();
        highest = Math.max(highest, (int) Arrays.stream(tokens).max().orElseThrow());
      }
    }
    assertTrue(highest < Characters.COUNT && highest > Characters.COUNT - 5, "got " + highest);
  }

  @Test
  void eachObjectiveMovesItsParametersAlone() {
    Dcgan dcgan = new Dcgan(4, 8, 5);
    try (Compiled compiled = Compiled.training(dcgan, Precision.F32)) {
      try (Batch batch = dcgan.batch(0)) {
        compiled.fill(batch);
      }
      for (int i = 0; i < 2; i++) {
        String trained = dcgan.objectives().get(i).trained();
        Map<String, float[]> before = values(compiled);
        compiled.plans().get(i).run();
        values(compiled)
            .forEach(
                (name, after) ->
                    assertEquals(
                        name.startsWith(trained),
                        !Arrays.equals(before.get(name), after),
                        trained + " moves " + name));
      }
    }
  }

  private static Map<String, float[]> values(Compiled compiled) {
    Map<String, float[]> values = new LinkedHashMap<>();
    for (String name : compiled.parameters().names()) {
      values.put(name, compiled.parameters().get(name).toFloats());
    }
    return values;
  }

  @Test
  void inferenceBeginsWithTheWeightsThatTrainingBeginsWith() {
    for (Workload workload :
        List.of(
            new Vae(2, 8, 8, 1, 2),
            new Dcgan(2, 8, 3),
            new Ddpm(2, 8, 32, 1),
            new Lstm(2, 3, 8, 1),
            new Gru(2, 3, 8, 1),
            new Gpt("gpt", 2, 4, 8, 1, 2))) {
      try (Compiled training = Compiled.training(workload, Precision.F32);
          Compiled inference = Compiled.inference(workload, Precision.F32)) {
        assertTrue(inference.parameters().names().size() > 1);
        for (String name : inference.parameters().names()) {
          assertEquals(
              training.parameters().get(name).bytes(), inference.parameters().get(name).bytes());
        }
        for (String name : inference.state().names()) {
          assertEquals(training.state().get(name).bytes(), inference.state().get(name).bytes());
        }
      }
    }
  }
}
