package dev.seisei.benchmarks.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.seisei.benchmarks.workload.Workload;
import dev.seisei.benchmarks.workload.Workloads;
import dev.seisei.core.command.Command;
import dev.seisei.core.settings.SettingException;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchCommandTest {
  private static List<String> only(String... names) {
    return PeersCommand.chosen("only", "workload", List.of(names), Workloads.ALL, Workload::name)
        .stream()
        .map(Workload::name)
        .toList();
  }

  @Test
  void isFoundWithItsSubcommands() {
    Command found =
        ServiceLoader.load(Command.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(command -> command.name().equals("bench"))
            .findFirst()
            .orElseThrow();
    assertEquals(
        Set.of("limits", "peers", "decode", "scaling"),
        new CommandLine(found).getSubcommands().keySet());
  }

  @Test
  void onlyChoosesInTheOrderOfTheTables() {
    assertEquals(List.of("vae", "gpt"), only("gpt", "vae"));
    assertEquals(Workloads.ALL.size(), only().size());
  }

  @Test
  void onlyRefusesWhatThereIsNot() {
    assertEquals(
        "--only: no workload gtp; there are " + Workloads.names(),
        assertThrows(SettingException.class, () -> only("vae", "gtp")).getMessage());
  }
}
