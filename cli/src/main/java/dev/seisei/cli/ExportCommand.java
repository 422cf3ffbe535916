package dev.seisei.cli;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.checkpoint.Home;
import dev.seisei.core.exporting.Exporter;
import dev.seisei.core.exporting.Exporters;
import dev.seisei.core.settings.SettingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a model in another format. */
@Command(
    name = "export",
    description = "Writes a model for other programs, in their format.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  seisei export stories15m --to gguf:stories.gguf --type q8_0",
      "  seisei export runs/g --to hf:gpt2-small",
      "",
      "The file or folder appears whole or not at all."
    })
final class ExportCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "MODEL", description = "A folder, a file, or the name of a model.")
  private String model;

  @Option(
      names = "--to",
      paramLabel = "KIND:PATH",
      required = true,
      description = "The file or folder to write, and the kind of its format, of those below.")
  private String to;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "What the weights are stored as, of those below.")
  private @Nullable String type;

  @Option(names = "--force", description = "Replace what is there.")
  private boolean force;

  ExportCommand(Console console) {
    this.console = console;
  }

  /** The command, whose help lists the kinds. */
  static CommandLine line(Console console) {
    return HelpLists.beforeExamples(
        new CommandLine(new ExportCommand(console)),
        "KIND is",
        () ->
            Exporters.all().stream()
                .map(
                    each ->
                        each.kind()
                            + " ("
                            + each.description()
                            + (each.types().isEmpty() ? "" : "; " + String.join(", ", each.types()))
                            + ")")
                .toList());
  }

  @Override
  public Integer call() {
    int colon = to.indexOf(':');
    if (colon < 1) {
      throw new SettingException(
          "to", "--to must be KIND:PATH, got \"" + to + "\"; kinds are " + kinds());
    }
    Exporter exporter = Exporters.get(to.substring(0, colon));
    Optional<String> stored = Optional.ofNullable(type).map(t -> t.toLowerCase(Locale.ROOT));
    if (stored.isPresent() && !exporter.types().contains(stored.get())) {
      throw new SettingException(
          "type",
          "--type must be one of "
              + exporter.types()
              + " for "
              + exporter.kind()
              + ", got "
              + type);
    }
    Path place = path(to.substring(colon + 1));
    if (!force && Files.exists(place)) {
      throw new SettingException("to", "--to: " + place + " is there; --force replaces it");
    }
    Checkpoint checkpoint = Checkpoint.open(Home.find(model));
    try (ProgressDisplay progress =
        ProgressDisplay.of(console, "exporting", ProgressDisplay.Unit.PIECES)) {
      exporter.export(checkpoint, place, stored, progress);
    }
    console.err().println("saved in " + place);
    return Exit.OK;
  }

  private static Path path(String text) {
    try {
      if (!text.isBlank()) {
        return Path.of(text);
      }
    } catch (InvalidPathException e) {
      throw new SettingException("to", "\"" + text + "\" is no path: " + e.getReason());
    }
    throw new SettingException("to", "--to names no file or folder");
  }

  private static String kinds() {
    return Exporters.all().stream().map(Exporter::kind).collect(Collectors.joining(", "));
  }
}
