package dev.seisei.benchmarks.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.benchmarks.workload.Batch;
import dev.seisei.benchmarks.workload.Compiled;
import dev.seisei.benchmarks.workload.Dcgan;
import dev.seisei.engine.plan.KernelTime;
import dev.seisei.engine.plan.Precision;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitsTest {
  @Test
  void floatsAreMultiplied() {
    Best best = new Products().best(Numbers.F32);
    assertTrue(best.giga() > 0.1 && !best.how().contains("ref"), best.toString());
  }

  @Test
  void floatsAreConvolved() {
    Best best = new Convolutions().best(Numbers.F32);
    assertTrue(best.giga() > 0.1 && !best.how().contains("ref"), best.toString());
  }

  @Test
  void theBestIsKept() {
    Best best = Best.NONE.or(2, "a").or(3, "b").or(1, "c");
    assertEquals(new Best(3, "b"), best);
  }

  /** Each convolution is there once forward, once for its input and once for its weights. */
  @Test
  void multiplicationsOfConvolutionsAreCounted() {
    Dcgan dcgan = new Dcgan(2, 16, 8);
    try (Compiled compiled = Compiled.training(dcgan, Precision.F32);
        Batch batch = dcgan.batch(0)) {
      compiled.fill(batch);
      compiled.plans().get(0).profile(1);
      List<KernelTime> times = compiled.plans().get(0).times();
      assertEquals(compiled.plans().get(0).kernels(), times.size());
      // 16 channels at 16 × 16 to 32 at 8 × 8 by 4 × 4 taps, for 2 images; and 3 channels, which
      // layouts pad, at 32 × 32 to 16 at 16 × 16.
      long inner = 2L * 8 * 8 * 32 * 16 * 16;
      long outer = 2L * 16 * 16 * 16 * 3 * 16;
      for (String operation :
          List.of("convolution", "convolution_input_gradient", "convolution_weight_gradient")) {
        assertTrue(
            times.stream()
                .filter(time -> time.operation().equals(operation))
                .map(KernelTime::multiplications)
                .toList()
                .containsAll(List.of(inner, outer)),
            () -> operation + " of " + inner + " and " + outer + " in " + times);
      }
    }
  }
}
