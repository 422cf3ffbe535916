package dev.seisei.benchmarks.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.benchmarks.process.FakeProcess;
import dev.seisei.benchmarks.workload.Vae;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  /** One value compared, one round of one run each. */
  private static final Effort SHORT = new Effort(1, 60, 1, 0.001, 0);

  private final Map<Side, FakeProcess> processes = new LinkedHashMap<>();
  private Effort effort = SHORT;

  /** A side that says a value, and then that runs take so many milliseconds. */
  private void side(Side side, double value, double... milliseconds) {
    List<String> lines = new ArrayList<>(List.of("values " + value, "peak 99", "ready"));
    Arrays.stream(milliseconds).forEach(each -> lines.addAll(List.of("ms " + each, "done")));
    processes.put(side, new FakeProcess(lines.toArray(String[]::new)));
  }

  private Comparison compared(Mode mode) throws InterruptedException {
    Comparison comparison = new Comparison(Vae.STANDARD, mode, effort, line -> {});
    comparison.run(
        List.copyOf(processes.keySet()),
        (side, purpose) ->
            new RunningSide(
                side,
                purpose == Purpose.TIME
                    ? process(side)
                    : new FakeProcess("values 5", "peak " + (side.ours() ? 10 : 13), "ready")));
    return comparison;
  }

  private FakeProcess process(Side side) {
    return Objects.requireNonNull(processes.get(side), side.toString());
  }

  @Test
  void comparesThoseThatAgree() throws InterruptedException {
    side(Side.ENGINE, 0.7, 99, 2);
    side(Side.SESSION, 0.7001, 99, 9);
    Comparison comparison = compared(Mode.TRAIN);
    assertEquals(List.of(), comparison.failures());
    assertEquals(4.5, comparison.results().get(0).ratio(), 1e-12);
  }

  @Test
  void aFastWrongAnswerIsRefused() throws InterruptedException {
    side(Side.ENGINE, 0.71, 1, 1);
    side(Side.ENGINE_BF16, 0.71, 2, 2);
    side(Side.SESSION, 0.7, 9, 9);
    Comparison comparison = compared(Mode.TRAIN);
    // Within what bfloat16 may do, beyond what float32 may.
    assertEquals(
        List.of(
            "vae train: seisei F32 and samediff-session F32 differ by 0.010 in run 0, which is more"
                + " than 0.002"),
        comparison.failures());
    assertEquals(
        List.of(Side.ENGINE_BF16), comparison.results().stream().map(Result::ours).toList());
    assertEquals("", process(Side.ENGINE).orders(), "it was timed");
  }

  /** Against losses, 0.001 in place of 0.002 is nothing; as a result it is wrong by half. */
  @Test
  void smallResultsMustAgreeToo() throws InterruptedException {
    side(Side.ENGINE, 0.001, 1, 1);
    side(Side.SESSION, 0.002, 9, 9);
    assertEquals(1, compared(Mode.TRAIN).results().size());
    processes.clear();
    side(Side.ENGINE, 0.001, 1, 1);
    side(Side.SESSION, 0.002, 9, 9);
    Comparison comparison = compared(Mode.INFER);
    assertEquals(List.of(), comparison.results());
    assertTrue(comparison.failures().get(0).contains("differ by 0.50"));
  }

  @Test
  void whatIsNotANumberIsRefused() throws InterruptedException {
    side(Side.ENGINE, Double.NaN, 1, 1);
    side(Side.SESSION, 0.7, 9, 9);
    assertEquals(List.of(), compared(Mode.TRAIN).results());
  }

  @Test
  void aSideThatDiesCostsTheOthersNothing() throws InterruptedException {
    side(Side.ENGINE, 0.7, 2, 2);
    side(Side.LIBTORCH, 0.7, 5);
    side(Side.SESSION, 0.7, 8, 8);
    Comparison comparison = compared(Mode.TRAIN);
    assertEquals(
        List.of("vae train: libtorch F32 ended before it answered; see its messages above"),
        comparison.failures());
    assertEquals(List.of(Side.SESSION), comparison.results().stream().map(Result::peer).toList());
    assertTrue(process(Side.LIBTORCH).killed());
  }

  /** Of 10 ms the optimizer is 4, timed in the same turn: the rest is three times our 2. */
  @Test
  void thePeersOptimizerIsTimedInItsTurns() throws InterruptedException {
    side(Side.ENGINE, 0.7, 99, 2);
    side(Side.LIBTORCH, 0.7, 99, 10);
    process(Side.LIBTORCH).say("ms 4", "ms 4", "ms 4", "ms 4", "ms 5", "done");
    Result result = compared(Mode.TRAIN).results().get(0);
    assertEquals(4, result.peerOptimizer());
    assertEquals(5, result.ratio());
    assertEquals(3, result.ratioWithoutOptimizer());
    assertEquals(10, result.peak());
    assertEquals(13, result.peerPeak());
    assertEquals(
        List.of("run 1 0", "run 1 2", "part optimizer 5 1"),
        process(Side.LIBTORCH).orders().lines().toList());
  }

  /** It takes part in fewer rounds, and of its longest runs the first counts as well. */
  @Test
  void sameDiffsSessionHasFewerTurns() throws InterruptedException {
    effort = new Effort(1, 60, 4, 0.001, 0);
    side(Side.ENGINE, 0.7, 99, 2, 2, 2, 2);
    side(Side.SESSION, 0.7, 7000, 9000, 8000);
    Result result = compared(Mode.INFER).results().get(0);
    assertEquals(8000, result.peerTimes().median());
    assertEquals(2, result.oursTimes().median());
    assertEquals(
        List.of("run 1 0", "run 1 0", "run 1 0"), process(Side.SESSION).orders().lines().toList());
    assertEquals(5, process(Side.ENGINE).orders().lines().count());
  }

  @Test
  void nothingIsTimedThatHasNothingBesideIt() throws InterruptedException {
    side(Side.ENGINE, 0.7, 2, 2);
    processes.put(Side.SESSION, new FakeProcess("refused too large"));
    Comparison comparison = compared(Mode.TRAIN);
    assertEquals(List.of("samediff-session F32 cannot: too large"), comparison.absences());
    assertEquals(List.of(), comparison.results());
    assertEquals("", process(Side.ENGINE).orders());
  }

  @Test
  void rowsHaveTheKeysThatAreDocumented() throws InterruptedException {
    side(Side.ENGINE, 0.7, 99, 2);
    side(Side.SESSION, 0.7, 99, 9);
    Map<String, Object> row = compared(Mode.TRAIN).results().get(0).row(2);
    Map<String, Object> promised = new LinkedHashMap<>();
    promised.put("workload", "vae");
    promised.put("mode", "train");
    promised.put("precision", "F32");
    promised.put("ours_ms", 2.0);
    promised.put("peer", "samediff-session");
    promised.put("peer_ms", 9.0);
    promised.put("ratio", 4.5);
    promised.put("loss_gap", 0.0);
    promised.put("peak_mb", 10.0);
    promised.put("peer_peak_mb", 99.0);
    promised.forEach((key, value) -> assertEquals(value, row.get(key), key));
    assertEquals(
        Set.of(
            "threads",
            "ours_lower_quartile_ms",
            "ours_upper_quartile_ms",
            "peer_lower_quartile_ms",
            "peer_upper_quartile_ms",
            "loss_tolerance",
            "compared_runs"),
        row.keySet().stream()
            .filter(key -> !promised.containsKey(key))
            .collect(Collectors.toSet()));
  }
}
