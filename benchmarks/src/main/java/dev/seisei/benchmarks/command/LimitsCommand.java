package dev.seisei.benchmarks.command;

import dev.seisei.benchmarks.limits.LimitsBenchmark;
import dev.seisei.benchmarks.report.OutputOptions;
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

/** Measures what this machine can do at most. */
@Command(
    name = "limits",
    description = {
      "Measures how fast this machine multiplies, in float32, bfloat16 and int8, and how fast its"
          + " memory is; and what large products and convolutions reach of that within plans."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  seisei bench limits --json l.json",
      "  seisei bench limits --only gpt,dcgan",
      "",
      "Takes about three minutes on two processors, and 3 GB of memory."
    })
final class LimitsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private MachineOptions machine = new MachineOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--only",
      paramLabel = "NAME[,NAME]",
      split = ",",
      description =
          "Look into the plans of these workloads only, of vae, dcgan, ddpm, lstm, gru, gpt and"
              + " gpt-m.")
  private List<String> only = List.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<String> workloads =
        PeersCommand.chosen("only", "workload", only, Workloads.ALL, Workload::name).stream()
            .map(Workload::name)
            .toList();
    output.check();
    new LimitsBenchmark(machine.threads(), spec.commandLine().getOut(), spec.commandLine().getErr())
        .run(workloads, output);
    return 0;
  }
}
