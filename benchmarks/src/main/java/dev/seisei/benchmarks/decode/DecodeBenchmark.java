package dev.seisei.benchmarks.decode;

import dev.seisei.benchmarks.limits.Bandwidth;
import dev.seisei.benchmarks.report.MarkdownTable;
import dev.seisei.benchmarks.report.OutputOptions;
import dev.seisei.benchmarks.report.Plots;
import dev.seisei.benchmarks.report.Quantiles;
import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.Model;
import dev.seisei.core.model.Session;
import dev.seisei.core.model.SteppingGenerator;
import dev.seisei.core.settings.SettingException;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.plan.Precision;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Text written greedily by a model, one text and several, in each precision, in turns with
 * llama2.c's program; and what share of the memory's speed reading the weights takes.
 */
public final class DecodeBenchmark {
  private final Path folder;
  private final @Nullable Path llama2c;
  private final int threads;
  private final int tokens;
  private final int rounds;
  private final PrintWriter out;
  private final PrintWriter err;

  /** One way to write. */
  private static final class Side implements AutoCloseable {
    final Precision precision;
    final int streams;
    final Model model;
    final boolean owner;
    final List<Double> rates = new ArrayList<>();

    Side(Precision precision, int streams, Model model, boolean owner) {
      this.precision = precision;
      this.streams = streams;
      this.model = model;
      this.owner = owner;
    }

    double median() {
      return Quantiles.of(rates).median();
    }

    @Override
    public void close() {
      if (owner) {
        model.close();
      }
    }
  }

  /**
   * @param folder of the model
   * @param llama2c the program to compare with; null for none
   * @param tokens of a text
   * @param rounds in which each side has a turn
   */
  public DecodeBenchmark(
      Path folder,
      @Nullable Path llama2c,
      int threads,
      int tokens,
      int rounds,
      PrintWriter out,
      PrintWriter err) {
    this.folder = folder;
    this.llama2c = llama2c;
    this.threads = threads;
    this.tokens = tokens;
    this.rounds = rounds;
    this.out = out;
    this.err = err;
  }

  /**
   * Measures and reports.
   *
   * @param streams how many texts at once, beside one
   */
  public void run(List<Integer> streams, OutputOptions output)
      throws IOException, InterruptedException {
    Path scratch = Files.createTempDirectory("decode");
    List<Side> sides = new ArrayList<>();
    try {
      Llama2c peer = peer(scratch);
      for (Precision precision : Precision.values()) {
        Model model = Model.open(folder, Device.CPU, precision);
        sides.add(new Side(precision, 1, model, true));
        streams.forEach(count -> sides.add(new Side(precision, count, model, false)));
      }
      List<Double> peerRates = new ArrayList<>();
      for (Side side : sides) {
        measure(side); // compiles, and warms up
      }
      for (int round = 1; round <= rounds; round++) {
        err.println("round " + round + " of " + rounds);
        err.flush();
        if (peer != null) {
          peerRates.add(peer.tokensPerSecond(tokens));
        }
        for (Side side : sides) {
          side.rates.add(measure(side));
        }
      }
      double read = new Bandwidth().read();
      double peerRate = peerRates.isEmpty() ? Double.NaN : Quantiles.of(peerRates).median();
      double weights = weights();
      List<Map<String, Object>> rows = new ArrayList<>();
      for (Side side : sides) {
        rows.add(row(side, weights, peerRate, read));
      }
      print(rows);
      output.write(rows, () -> plot(rows));
    } finally {
      sides.forEach(Side::close);
      Files.deleteIfExists(scratch.resolve("model.bin"));
      Files.deleteIfExists(scratch.resolve("tokenizer.bin"));
      Files.deleteIfExists(scratch);
    }
  }

  private @Nullable Llama2c peer(Path scratch) throws IOException {
    if (llama2c == null) {
      return null;
    }
    Path model = scratch.resolve("model.bin");
    Path words = scratch.resolve("tokenizer.bin");
    Llama2cFiles.write(folder, model, words);
    return new Llama2c(llama2c, model, words, threads);
  }

  /** Tokens a second after the first of each text. */
  private double measure(Side side) {
    return stepping(side.model.generator(), side.model.request(settings()), side.streams);
  }

  private Map<String, Object> settings() {
    return Map.of("prompt", "", "temperature", 0, "max_tokens", tokens - 1, "seed", 1);
  }

  private <R extends Record> double stepping(Generator<R> generator, Record request, int streams) {
    if (!(generator instanceof SteppingGenerator<R> stepping)) {
      throw new SettingException("model", "the model does not write text token by token");
    }
    @SuppressWarnings("unchecked") // the model made it
    R own = (R) request;
    Counter counter = new Counter();
    try (Session<R> session = stepping.session()) {
      for (int i = 0; i < streams; i++) {
        session.join(own, counter);
      }
      while (counter.begun < streams) {
        session.step();
      }
      long before = counter.tokens;
      long start = System.nanoTime();
      while (session.running() == streams) {
        session.step();
      }
      return (counter.tokens - before) / ((System.nanoTime() - start) / 1e9);
    }
  }

  /** Counts tokens of all texts. */
  private static final class Counter implements GenerationListener {
    long tokens;
    int begun;

    @Override
    public void at(long done, long total, String detail) {
      tokens++;
      if (done == 1) {
        begun++;
      }
    }
  }

  /** Weights that a step reads, in each precision in as many bytes. */
  private double weights() {
    Checkpoint checkpoint = Checkpoint.open(folder);
    long elements = 0;
    Map<String, Tensor> weights = checkpoint.tensors(checkpoint.graphs().values());
    for (Map.Entry<String, Tensor> weight : weights.entrySet()) {
      boolean table =
          weight.getKey().equals("model.embed_tokens.weight")
              && weights.containsKey("lm_head.weight");
      elements += table || weight.getValue().shape().length < 2 ? 0 : weight.getValue().elements();
      weight.getValue().close();
    }
    return elements;
  }

  private static double bytes(Precision precision) {
    return switch (precision) {
      case F32 -> 4;
      case BF16 -> 2;
      case INT8 -> 1;
    };
  }

  private Map<String, Object> row(Side side, double weights, double peerRate, double limit) {
    double rate = side.median();
    double read = weights * bytes(side.precision) * rate / side.streams / 1e9;
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("model", String.valueOf(folder.getFileName()));
    row.put("precision", side.precision.name());
    row.put("streams", side.streams);
    row.put("threads", threads);
    row.put("tokens", tokens);
    row.put("rounds", rounds);
    row.put("tokens_per_s", rate);
    row.put("peer", llama2c == null ? "" : "llama2c");
    row.put("peer_tokens_per_s", peerRate);
    row.put("ratio", rate / peerRate);
    row.put("read_gb_per_s", read);
    row.put("limit_gb_per_s", limit);
    row.put("share_of_limit", read / limit);
    return row;
  }

  private void print(List<Map<String, Object>> rows) {
    MarkdownTable table =
        new MarkdownTable(
            "precision",
            "texts",
            "tokens/s",
            "llama2.c",
            "ratio",
            "GB/s of weights",
            "of memory's");
    for (Map<String, Object> row : rows) {
      table.row(
          String.valueOf(row.get("precision")),
          String.valueOf(row.get("streams")),
          MarkdownTable.number(number(row, "tokens_per_s")),
          MarkdownTable.number(number(row, "peer_tokens_per_s")),
          MarkdownTable.ratio(number(row, "ratio")),
          MarkdownTable.number(number(row, "read_gb_per_s")),
          MarkdownTable.ratio(number(row, "share_of_limit")));
    }
    table.print(out);
    out.flush();
  }

  private static double number(Map<String, Object> row, String key) {
    return row.get(key) instanceof Double value ? value : Double.NaN;
  }

  private static byte[] plot(List<Map<String, Object>> rows) {
    List<String> groups =
        rows.stream().map(row -> row.get("precision") + " × " + row.get("streams")).toList();
    Map<String, List<Double>> series = new LinkedHashMap<>();
    series.put("tokens/s", rows.stream().map(row -> number(row, "tokens_per_s")).toList());
    return Plots.bars("Text token by token", "tokens/s", groups, series);
  }
}
