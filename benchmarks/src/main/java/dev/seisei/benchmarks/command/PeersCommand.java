package dev.seisei.benchmarks.command;

import dev.seisei.benchmarks.peers.Mode;
import dev.seisei.benchmarks.peers.PeerBenchmark;
import dev.seisei.benchmarks.peers.Side;
import dev.seisei.benchmarks.report.OutputOptions;
import dev.seisei.benchmarks.workload.Workload;
import dev.seisei.benchmarks.workload.Workloads;
import dev.seisei.core.settings.SettingException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures networks on this project's engine, on libtorch and in SameDiff's session. */
@Command(
    name = "peers",
    description = {
      "Trains and runs the same networks, from the same weights on the same batches, on this"
          + " project's engine, on libtorch and in SameDiff's own session, and compares first what"
          + " comes out and then how long it takes.",
      "",
      "Times are medians, in milliseconds. A ratio above 1 means that Seisei is faster."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  seisei bench peers --json p.json --plot p.png",
      "  seisei bench peers --only gpt,vae --mode train --threads 1",
      "",
      "Takes about twenty minutes on two processors. The exit code is 1 if the sides",
      "do not come to the same."
    })
final class PeersCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private MachineOptions machine = new MachineOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--only",
      paramLabel = "NAME[,NAME]",
      split = ",",
      description = "Only these workloads, of vae, dcgan, ddpm, lstm, gru, gpt and gpt-m.")
  private List<String> only = List.of();

  @Option(names = "--mode", paramLabel = "MODE", description = "Only train, or only infer.")
  private @Nullable String mode;

  @Option(
      names = "--sides",
      paramLabel = "SIDE[,SIDE]",
      split = ",",
      description = "Only these sides, of seisei, seisei-bf16, libtorch and samediff-session.")
  private List<String> sides = List.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Workload> workloads =
        chosen("only", "workload", only, Workloads.ALL, workload -> workload.name());
    List<Side> asked = chosen("sides", "side", sides, Arrays.asList(Side.values()), Side::option);
    List<Mode> modes =
        chosen(
            "mode",
            "mode",
            mode == null ? List.of() : List.of(mode),
            Arrays.asList(Mode.values()),
            Mode::label);
    output.check();
    return new PeerBenchmark(
                machine.threads(), spec.commandLine().getOut(), spec.commandLine().getErr())
            .run(workloads, modes, asked, output)
        ? 0
        : 1;
  }

  /** Those of the given names, in the order of all; all if none is named. */
  static <T> List<T> chosen(
      String option, String kind, List<String> names, List<T> all, Function<T, String> name) {
    List<String> known = all.stream().map(name).toList();
    for (String each : names) {
      if (!known.contains(each)) {
        throw new SettingException(
            option,
            "--"
                + option
                + ": no "
                + kind
                + " "
                + each
                + "; there are "
                + known.stream().collect(Collectors.joining(", ")));
      }
    }
    return all.stream()
        .filter(each -> names.isEmpty() || names.contains(name.apply(each)))
        .toList();
  }
}
