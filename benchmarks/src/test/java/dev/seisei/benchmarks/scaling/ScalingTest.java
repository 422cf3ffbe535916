package dev.seisei.benchmarks.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.benchmarks.process.FakeProcess;
import dev.seisei.benchmarks.workload.Batch;
import dev.seisei.benchmarks.workload.Compiled;
import dev.seisei.benchmarks.workload.Gpt;
import dev.seisei.benchmarks.workload.Vae;
import dev.seisei.engine.plan.Precision;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScalingTest {
  @Test
  void findsThePowerThatThereIs() {
    PowerLaw law = PowerLaw.fit(List.of(1.0, 2.0, 4.0, 8.0), List.of(3.0, 12.0, 48.0, 192.0));
    assertEquals(2, law.exponent(), 1e-12);
    assertEquals(3, law.factor(), 1e-9);
    assertEquals(0, law.error(), 1e-6);
    assertEquals(1, law.determination(), 1e-12);
  }

  @Test
  void saysHowUncertainAFitIs() {
    PowerLaw noisy = PowerLaw.fit(List.of(1.0, 2.0, 4.0, 8.0), List.of(1.0, 2.5, 3.5, 9.0));
    assertTrue(noisy.error() > 0.05 && noisy.error() < 0.3, noisy.toString());
    assertTrue(noisy.determination() > 0.9 && noisy.determination() < 1, noisy.toString());
    PowerLaw certain = PowerLaw.fit(List.of(1.0, 2.0), List.of(1.0, 2.0));
    assertTrue(Double.isNaN(certain.error()), "any two points are on a line");
    assertTrue(Double.isNaN(certain.determination()), "any two points are on a line");
  }

  @Test
  void refusesWhatHasNoPower() {
    assertThrows(IllegalArgumentException.class, () -> PowerLaw.fit(List.of(1.0), List.of(1.0)));
    assertThrows(
        IllegalArgumentException.class, () -> PowerLaw.fit(List.of(1.0, 2.0), List.of(0.0, 2.0)));
  }

  @Test
  void changesOneSizeAndNoOther() {
    assertEquals(new Gpt("gpt", 16, 64, 256, 4, 4), new Sweep("gpt", "width", List.of()).at(256));
    assertThrows(IllegalArgumentException.class, () -> new Sweep("vae", "steps", List.of()).at(2));
    for (Sweep sweep : Sweep.ALL) {
      sweep.sizes().forEach(size -> assertEquals(sweep.workload(), sweep.at(size).name()));
    }
  }

  @Test
  void threadsDouble() {
    assertEquals(List.of(1), ScalingBenchmark.counts(1));
    assertEquals(List.of(1, 2), ScalingBenchmark.counts(2));
    assertEquals(List.of(1, 2, 4, 6), ScalingBenchmark.counts(6));
  }

  @Test
  void aProcessThatIsNotReadyIsEnded() throws IOException {
    FakeProcess wrong = new FakeProcess("hello");
    IOException refusal = assertThrows(IOException.class, () -> new Networks(wrong, List.of()));
    assertEquals("the measured process answered: hello", refusal.getMessage());
    assertTrue(wrong.killed());
    FakeProcess dead = new FakeProcess();
    assertThrows(IOException.class, () -> new Networks(dead, List.of()));
    assertTrue(dead.killed());
    FakeProcess right = new FakeProcess("ready");
    new Networks(right, List.of()).close();
    assertFalse(right.killed());
  }

  @Test
  void eachNetworkHasItsTurn() throws IOException {
    Vae vae = new Vae(2, 4, 4, 1, 2);
    ByteArrayOutputStream answers = new ByteArrayOutputStream();
    try (Compiled first = Compiled.training(vae, Precision.F32);
        Compiled second = Compiled.training(vae, Precision.F32);
        Batch batch = vae.batch(0)) {
      first.fill(batch);
      second.fill(batch);
      ScalingProcess.answer(
          List.of(first, second),
          new BufferedReader(new StringReader("turn 0\nturn 0\n")),
          new PrintStream(answers, true, StandardCharsets.UTF_8));
    }
    assertEquals(
        List.of("ready", "ms", "ms", "done", "ms", "ms", "done"),
        answers
            .toString(StandardCharsets.UTF_8)
            .lines()
            .map(line -> line.split(" ", -1)[0])
            .toList());
  }
}
