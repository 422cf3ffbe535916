package dev.seisei.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.command.Command;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class HelpTest {
  private static final Set<String> COMMANDS =
      Set.of(
          "train", "sample", "evaluate", "models", "data", "pull", "import", "completion", "help");

  /** A command as a module brings it. */
  @CommandLine.Command(name = "bench")
  private record Brought(String name) implements Command {
    @Override
    public Integer call() {
      return 7;
    }
  }

  private static Console console() {
    return new Console(System.out, System.err, 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "train",
        "sample",
        "evaluate",
        "models",
        "data",
        "data list",
        "data fetch",
        "pull",
        "import",
        "completion"
      })
  void hasAnExample(String command) {
    String args = (command + " --help").strip();
    Cli.Result result = Cli.run((Object[]) args.split(" "));
    assertEquals(0, result.exitCode(), result.err());
    String text = result.text();
    assertTrue(text.startsWith("Usage: " + ("seisei " + command).strip()), text);
    String examples = text.substring(text.indexOf("Examples:\n"));
    assertTrue(examples.contains("seisei " + command), text);
    assertTrue(text.lines().allMatch(line -> line.length() <= 80), text);
    assertEquals("", result.err());
  }

  @Test
  void helpOfACommandIsItsHelp() {
    assertEquals(Cli.run("train", "--help").text(), Cli.run("help", "train").text());
  }

  @Test
  void tellsItsVersion() {
    assertEquals("seisei (not packaged)\n", Cli.run("--version").text());
  }

  @Test
  void completesItsCommands() {
    Cli.Result result = Cli.run("completion");
    assertEquals(0, result.exitCode(), result.err());
    String script = result.text();
    assertTrue(script.startsWith("#!/usr/bin/env bash"));
    COMMANDS.forEach(
        command -> assertTrue(script.contains("function _picocli_seisei_" + command), command));
    for (String option : List.of("--resume", "--epochs", "--measure", "--from")) {
      assertTrue(script.contains("'" + option + "'"), option);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void bashCompletesWhatIsTyped() throws Exception {
    Process bash =
        new ProcessBuilder(
                "bash",
                "-c",
                "source /dev/stdin; compopt() { :; }; COMP_WORDS=(seisei train --re); COMP_CWORD=2;"
                    + " _complete_seisei; echo ${COMPREPLY[@]}")
            .redirectErrorStream(true)
            .start();
    try (OutputStream script = bash.getOutputStream()) {
      script.write(Cli.run("completion").out());
    }
    assertEquals(
        "--resume",
        new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
    assertEquals(0, bash.waitFor());
  }

  @Test
  void modulesBringCommands() {
    CommandLine line = Seisei.commandLine(console(), List.of(new Brought("bench")));
    assertEquals(7, line.execute("bench"));
    assertTrue(line.getUsageMessage().contains("  bench"));
    line.setOut(new PrintWriter(Writer.nullWriter()));
    assertEquals(0, line.execute("bench", "--help"));
  }

  @Test
  void twoCommandsCannotHaveOneName() {
    IllegalStateException failure =
        assertThrows(
            IllegalStateException.class,
            () -> Seisei.commandLine(console(), List.of(new Brought("train"))));
    assertEquals(
        "two commands have the name train: "
            + TrainCommand.class.getName()
            + " and "
            + Brought.class.getName(),
        failure.getMessage());
  }
}
