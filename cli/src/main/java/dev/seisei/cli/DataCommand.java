package dev.seisei.cli;

import dev.seisei.core.dataset.DatasetSource.Registered;
import dev.seisei.core.dataset.Datasets;
import dev.seisei.core.settings.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists and fetches datasets. */
@Command(
    name = "data",
    description = "Lists and fetches datasets.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {"  seisei data list", "  seisei data fetch mnist"})
final class DataCommand {
  private final Console console;

  DataCommand(Console console) {
    this.console = console;
  }

  @Command(
      name = "list",
      description = "Lists the datasets that are known by name.",
      footerHeading = "%nExamples:%n",
      footer = {"  seisei data list", "  seisei data list --json data.json"})
  int list(@Mixin JsonOption json) throws IOException {
    json.check();
    List<Registered> registered = Datasets.registered();
    Table table = new Table().row("NAME", "HERE", "DOWNLOAD", "LICENCE", "SOURCE", "DESCRIPTION");
    for (Registered each : registered) {
      table.row(
          each.name(),
          each.present() ? "yes" : "no",
          size(each.bytes()),
          each.licence(),
          each.source(),
          each.description());
    }
    table.print(console.out(), "");
    json.write(registered);
    return Exit.OK;
  }

  @Command(
      name = "fetch",
      description = "Brings a dataset to this machine and checks that it is the one expected.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  seisei data fetch mnist",
        "  seisei data fetch mnist --from ~/Downloads/mnist.tgz",
        "",
        "What was broken off goes on where it stopped."
      })
  int fetch(
      @Parameters(paramLabel = "NAME", description = "As seisei data list has it.") String name,
      @Option(
              names = "--from",
              paramLabel = "FILE",
              description = "A copy on this machine, instead of the public address.")
          @Nullable Path from) {
    if (from != null && !Files.isRegularFile(from)) {
      throw new SettingException("from", "--from: there is no file " + from);
    }
    Path folder;
    try (ProgressDisplay progress =
        ProgressDisplay.of(console, name, ProgressDisplay.Unit.MEGABYTES)) {
      folder = Datasets.fetch(name, Optional.ofNullable(from), progress);
    }
    console.out().println(folder);
    return Exit.OK;
  }

  private static String size(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
