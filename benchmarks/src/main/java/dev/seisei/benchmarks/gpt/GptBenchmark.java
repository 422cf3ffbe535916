package dev.seisei.benchmarks.gpt;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * Compares the training step of {@link GptWorkload#STANDARD} on all sides.
 *
 * <p>Each side runs in a process of its own with the same number of threads. First all train some
 * steps from the same weights on the same batches; if their losses differ by more than {@value
 * #TOLERANCE} nats, they do not compute the same and the benchmark ends with status 1. Then they
 * take turns: each trains some steps while the others wait. The first round warms up and does not
 * count.
 *
 * <p>Options: {@code --sides a,b} (all that are present), {@code --threads N} (the processors),
 * {@code --rounds N} (8), {@code --steps N} (20, of one turn), {@code --json FILE}.
 */
public final class GptBenchmark {

  private static final double TOLERANCE = 2e-3;
  private static final int COMPARED_STEPS = 20;

  /** Threads of OpenMP spin for a while after their work: the next side waits till they sleep. */
  private static final int SETTLE_MILLISECONDS = 100;

  private record Options(
      List<Side> sides, int threads, int rounds, int steps, @Nullable Path json) {

    static Options parse(String[] args) {
      List<Side> sides = Arrays.asList(Side.values());
      int threads = Runtime.getRuntime().availableProcessors();
      int rounds = 8;
      int steps = 20;
      Path json = null;
      Deque<String> words = new ArrayDeque<>(Arrays.asList(args));
      while (!words.isEmpty()) {
        String option = words.remove();
        String value = words.isEmpty() ? "" : words.remove();
        switch (option) {
          case "--sides" -> sides = Arrays.stream(value.split(",", -1)).map(Side::of).toList();
          case "--threads" -> threads = positive(option, value);
          case "--rounds" -> rounds = positive(option, value);
          case "--steps" -> steps = positive(option, value);
          case "--json" -> json = Path.of(value);
          default ->
              throw new IllegalArgumentException(
                  "no option " + option + "; there are --sides --threads --rounds --steps --json");
        }
      }
      return new Options(sides, threads, rounds, steps, json);
    }

    private static int positive(String option, String value) {
      int number = Integer.parseInt(value);
      if (number <= 0) {
        throw new IllegalArgumentException(option + " must be > 0, got " + value);
      }
      return number;
    }
  }

  private final Options options;
  private final PrintStream out;
  private final List<RunningPeer> peers = new ArrayList<>();

  private GptBenchmark(Options options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /** Runs the benchmark. */
  public static void main(String[] args) throws IOException, InterruptedException {
    GptBenchmark benchmark = new GptBenchmark(Options.parse(args), System.out);
    boolean agreed;
    try {
      agreed = benchmark.run();
    } finally {
      benchmark.peers.forEach(RunningPeer::close);
    }
    System.exit(agreed ? 0 : 1);
  }

  private boolean run() throws IOException, InterruptedException {
    for (Side side : options.sides()) {
      if (side.present()) {
        peers.add(RunningPeer.start(side, COMPARED_STEPS, options.threads()));
      } else {
        out.printf("%s is absent: %s%n", side.label(), side.howToGet());
      }
    }
    printLosses();
    double gap = peers.stream().flatMapToDouble(this::gaps).max().orElse(0);
    out.printf(Locale.ROOT, "%nLargest difference: %.2g nats%n", gap);
    if (!(gap <= TOLERANCE)) {
      out.printf(Locale.ROOT, "That is more than %s: the sides differ.%n", TOLERANCE);
      return false;
    }
    for (int round = 0; round <= options.rounds(); round++) {
      for (RunningPeer peer : peers) {
        Thread.sleep(SETTLE_MILLISECONDS);
        peer.run(options.steps());
        if (round == 0) {
          peer.forgetTimes();
        }
      }
    }
    printTimes();
    if (options.json() != null) {
      Files.writeString(options.json(), json());
    }
    return true;
  }

  private DoubleStream gaps(RunningPeer peer) {
    return peers.stream().mapToDouble(peer::lossGap);
  }

  private void printLosses() {
    out.printf("%n| step |");
    peers.forEach(peer -> out.printf(" %s |", peer.side().label()));
    out.printf("%n| ---: |%s%n", " ---: |".repeat(peers.size()));
    for (int step = 0; step < COMPARED_STEPS; step++) {
      out.printf("| %d |", step);
      for (RunningPeer peer : peers) {
        out.printf(Locale.ROOT, " %.5f |", peer.losses().get(step));
      }
      out.println();
    }
  }

  private void printTimes() {
    out.printf(
        "%nOne training step, %d threads, %d rounds of %d steps, milliseconds%n%n",
        options.threads(), options.rounds(), options.steps());
    out.println("| side | precision | median | minimum | quartiles |");
    out.println("| --- | --- | ---: | ---: | ---: |");
    for (RunningPeer peer : peers) {
      Timings times = peer.timings();
      out.printf(
          Locale.ROOT,
          "| %s | %s | %.2f | %.2f | %.2f–%.2f |%n",
          peer.side().label(),
          peer.side().precision(),
          times.median(),
          times.minimum(),
          times.lowerQuartile(),
          times.upperQuartile());
    }
    out.println();
    out.println("| ratio | of medians | of minima |");
    out.println("| --- | ---: | ---: |");
    for (RunningPeer ours : peers) {
      for (RunningPeer peer : peers) {
        if (ours.side().compareTo(peer.side()) < 0) {
          out.printf(
              Locale.ROOT,
              "| %s / %s | %.2f | %.2f |%n",
              peer.side().label(),
              ours.side().label(),
              peer.timings().median() / ours.timings().median(),
              peer.timings().minimum() / ours.timings().minimum());
        }
      }
    }
  }

  /** Returns an array with a flat object for each of the others beside each of ours. */
  private String json() {
    List<String> rows = new ArrayList<>();
    for (RunningPeer ours : peers) {
      for (RunningPeer peer : peers) {
        if (ours.side().ours() && !peer.side().ours()) {
          double oursMs = ours.timings().median();
          double peerMs = peer.timings().median();
          rows.add(
              String.format(
                  Locale.ROOT,
                  "  {\"workload\": \"gpt\", \"mode\": \"train\", \"precision\": \"%s\","
                      + " \"ours_ms\": %.4f, \"peer\": \"%s\", \"peer_ms\": %.4f,"
                      + " \"ratio\": %.4f, \"loss_gap\": %.3e}",
                  ours.side().precision(),
                  oursMs,
                  peer.side().label(),
                  peerMs,
                  peerMs / oursMs,
                  ours.lossGap(peer)));
        }
      }
    }
    return "[\n" + String.join(",\n", rows) + "\n]\n";
  }
}
