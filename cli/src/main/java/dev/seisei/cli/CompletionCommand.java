package dev.seisei.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints a script that completes the command's arguments. */
@Command(
    name = "completion",
    description = "Prints a script for bash and zsh that completes what you type.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(seisei completion)",
      "  seisei completion > ~/.local/share/bash-completion/completions/seisei"
    })
final class CompletionCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec;

  CompletionCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    console.out().print(AutoComplete.bash(root.getCommandName(), root));
    console.out().flush();
    return Exit.OK;
  }
}
