package dev.seisei.benchmarks.command;

import dev.seisei.benchmarks.report.OutputOptions;
import dev.seisei.benchmarks.scaling.ScalingBenchmark;
import dev.seisei.benchmarks.workload.Workload;
import dev.seisei.benchmarks.workload.Workloads;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures how the cost of a training step grows. */
@Command(
    name = "scaling",
    description = {
      "Measures how the cost of a training step grows with the batch, the width, the depth, the"
          + " length of sequences and the number of threads, and fits a power to each."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  seisei bench scaling --json s.json --plot s.png",
      "  seisei bench scaling --only gpt",
      "",
      "Takes about eight minutes on two processors."
    })
final class ScalingCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private MachineOptions machine = new MachineOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--only",
      paramLabel = "NAME[,NAME]",
      split = ",",
      description = "Only these workloads, of vae, dcgan, ddpm, lstm, gru, gpt and gpt-m.")
  private List<String> only = List.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<String> workloads =
        PeersCommand.chosen("only", "workload", only, Workloads.ALL, Workload::name).stream()
            .map(Workload::name)
            .toList();
    output.check();
    new ScalingBenchmark(
            machine.threads(), spec.commandLine().getOut(), spec.commandLine().getErr())
        .run(workloads, output);
    return 0;
  }
}
