package dev.seisei.benchmarks.command;

import dev.seisei.core.command.Command;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures this machine, the peers and this project. */
@CommandLine.Command(
    name = "bench",
    description = "Measures this machine, other libraries and Seisei.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      LimitsCommand.class,
      PeersCommand.class,
      ScalingCommand.class,
      DecodeCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  seisei bench limits",
      "  seisei bench peers --json p.json",
      "  seisei bench scaling --plot s.png",
      "",
      "Nothing else should run meanwhile."
    })
public final class BenchCommand implements Command {
  @Spec private CommandSpec spec;

  @Override
  public String name() {
    return "bench";
  }

  /** Says that a subcommand is missing. */
  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "Missing required subcommand: one of " + spec.subcommands().keySet());
  }
}
