package dev.seisei.benchmarks.workload;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.engine.plan.Precision;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Small ones of all networks learn something, from the loss that nothing learned has. */
class LearningTest {
  private static final double LOG_65 = Math.log(Characters.COUNT);

  @Test
  void vaeLearnsWhatWavesLookLike() {
    Vae vae = new Vae(32, 8, 64, 2, 4);
    List<double[]> losses = train(vae, 400);
    assertEquals(64 * Math.log(2), losses.get(0)[0], 1);
    assertTrue(mean(losses, 0) < 40, "trained: " + mean(losses, 0));
  }

  @Test
  void ddpmLearnsToPredictNoise() {
    List<double[]> losses = train(new Ddpm(8, 8, 32, 1), 40);
    assertEquals(1, losses.get(0)[0], 0.4);
    assertTrue(mean(losses, 0) < 0.5, "trained: " + mean(losses, 0));
  }

  @Test
  void dcganLearnsToTellRealFromGenerated() {
    List<double[]> losses = train(new Dcgan(8, 8, 10), 200);
    assertEquals(2 * Math.log(2), losses.get(0)[0], 0.1);
    assertTrue(mean(losses, 0) < 1.1, "discriminator: " + mean(losses, 0));
    // Of generated pictures by the other network, which is ahead.
    assertTrue(mean(losses, 1) > Math.log(2), "generator: " + mean(losses, 1));
  }

  @Test
  void dcganGeneratorLearnsToPassForReal() {
    // Its loss within one step: the discriminator that it is judged by has learned before it.
    Dcgan dcgan = new Dcgan(8, 8, 10);
    try (Compiled compiled = Compiled.training(dcgan, Precision.F32)) {
      fill(compiled, dcgan, 0);
      compiled.run();
      double before = compiled.results().get(1).getDouble(0);
      for (int i = 0; i < 20; i++) {
        compiled.plans().get(1).run();
      }
      assertTrue(compiled.results().get(1).getDouble(0) < before - 0.3);
    }
  }

  @Test
  void lstmLearnsText() {
    learnsText(new Lstm(16, 16, 48, 2), 3.3);
  }

  @Test
  void gruLearnsText() {
    learnsText(new Gru(16, 16, 48, 2), 3.3);
  }

  @Test
  void gptLearnsText() {
    learnsText(new Gpt("gpt", 16, 32, 64, 2, 4), 2.9);
  }

  private static void learnsText(Workload workload, double threshold) {
    List<double[]> losses = train(workload, 200);
    assertEquals(LOG_65, losses.get(0)[0], 0.15);
    assertTrue(mean(losses, 0) < threshold, "trained: " + mean(losses, 0));
  }

  /**
   * Where the processor multiplies bfloat16, rounding is noise that training evens out; elsewhere
   * such a plan computes in float32, and every loss is the same.
   */
  @Test
  void vaeLearnsAsMuchInBfloat16() {
    learnsAsMuchInBfloat16(new Vae(32, 8, 64, 2, 4), 400, 0.03);
  }

  @Test
  void gptLearnsAsMuchInBfloat16() {
    learnsAsMuchInBfloat16(new Gpt("gpt", 16, 32, 64, 2, 4), 200, 0.03);
  }

  /**
   * @param noise by how much of itself the trained loss may differ
   */
  private static void learnsAsMuchInBfloat16(Workload workload, int steps, double noise) {
    List<double[]> full = train(workload, steps, Precision.F32);
    List<double[]> half = train(workload, steps, Precision.BF16);
    assertEquals(full.get(0)[0], half.get(0)[0], 0.01 * full.get(0)[0]);
    assertEquals(mean(full, 0), mean(half, 0), noise * mean(full, 0));
    if (!isRounded(workload)) {
      for (int step = 0; step < steps; step++) {
        assertArrayEquals(full.get(step), half.get(step), "step " + step);
      }
    }
  }

  private static boolean isRounded(Workload workload) {
    try (Compiled compiled = Compiled.training(workload, Precision.BF16)) {
      return compiled.holdsBfloat16();
    }
  }

  @Test
  void trainsTheSameEveryTime() {
    Vae vae = new Vae(4, 8, 16, 1, 3);
    List<double[]> losses = train(vae, 5);
    List<double[]> again = train(vae, 5);
    for (int step = 0; step < 5; step++) {
      assertArrayEquals(losses.get(step), again.get(step));
    }
  }

  private static List<double[]> train(Workload workload, int steps) {
    return train(workload, steps, Precision.F32);
  }

  private static List<double[]> train(Workload workload, int steps, Precision precision) {
    List<double[]> losses = new ArrayList<>();
    try (Compiled compiled = Compiled.training(workload, precision)) {
      for (int step = 0; step < steps; step++) {
        fill(compiled, workload, step);
        compiled.run();
        losses.add(compiled.results().stream().mapToDouble(loss -> loss.getDouble(0)).toArray());
      }
    }
    return losses;
  }

  private static void fill(Compiled compiled, Workload workload, int step) {
    try (Batch batch = workload.batch(step)) {
      compiled.fill(batch);
    }
  }

  /** Over the last ten steps. */
  private static double mean(List<double[]> losses, int objective) {
    return losses.stream()
        .skip(losses.size() - 10)
        .mapToDouble(step -> step[objective])
        .average()
        .orElseThrow();
  }
}
