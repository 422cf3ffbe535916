package dev.seisei.benchmarks.command;

import dev.seisei.benchmarks.decode.DecodeBenchmark;
import dev.seisei.benchmarks.report.OutputOptions;
import dev.seisei.core.checkpoint.Home;
import dev.seisei.core.settings.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures how fast text is written. */
@Command(
    name = "decode",
    description = {
      "Measures how fast a model writes text token by token, one text and several at once, in each"
          + " precision, in turns with the program of llama2.c, and what share of the memory's"
          + " speed that is."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  seisei pull stories15m",
      "  seisei bench decode --llama2c ./run --json t.json",
      "",
      "llama2.c's run is built with gcc -Ofast -fopenmp -march=native run.c -lm -o run."
    })
final class DecodeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private MachineOptions machine = new MachineOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = "A folder or the name of a model (default: stories15m).")
  private String model = "stories15m";

  @Option(
      names = "--llama2c",
      paramLabel = "RUN",
      description = "The program of llama2.c to compare with; none if not given.")
  private @Nullable Path llama2c;

  @Option(
      names = "--streams",
      paramLabel = "N[,N]",
      split = ",",
      description = "How many texts at once, beside one (default: 16).")
  private List<Integer> streams = List.of(16);

  @Option(names = "--tokens", paramLabel = "N", description = "How long texts are (default: 200).")
  private int tokens = 200;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How many turns each side has (default: 7).")
  private int rounds = 7;

  @Override
  public Integer call() throws IOException, InterruptedException {
    require("tokens", tokens, 2);
    require("rounds", rounds, 1);
    streams.forEach(count -> require("streams", count, 1));
    if (llama2c != null && !Files.isExecutable(llama2c)) {
      throw new SettingException(
          "llama2c", "--llama2c must be a program that may be run, got " + llama2c);
    }
    output.check();
    new DecodeBenchmark(
            Home.find(model),
            llama2c == null ? null : llama2c.toAbsolutePath(),
            machine.threads(),
            tokens,
            rounds,
            spec.commandLine().getOut(),
            spec.commandLine().getErr())
        .run(streams, output);
    return 0;
  }

  private static void require(String option, int value, int least) {
    if (value < least) {
      throw new SettingException(option, "--" + option + " must be >= " + least + ", got " + value);
    }
  }
}
