package dev.seisei.cli;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.checkpoint.CheckpointWriter;
import dev.seisei.core.importing.Importer;
import dev.seisei.core.importing.Importers;
import dev.seisei.core.settings.SettingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a model of one in another format. */
@Command(
    name = "import",
    description = "Makes a model of one that others wrote, in their format.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  seisei import hf:Downloads/gpt2 --out models/gpt2",
      "  seisei import llama2c:stories.bin --tokenizer tok.bin --out models/tiny",
      "",
      "The folder appears whole or not at all."
    })
final class ImportCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      paramLabel = "KIND:PATH",
      description = "A file or folder, and the kind of its format, of those below.")
  private String source;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "The folder to save into; it is made if it is not there.")
  private Path out;

  @Option(
      names = "--tokenizer",
      paramLabel = "FILE",
      description = "The vocabulary, for formats that keep it apart.")
  private @Nullable Path tokenizer;

  @Option(names = "--force", description = "Replace the model that is in DIR.")
  private boolean force;

  ImportCommand(Console console) {
    this.console = console;
  }

  /** The command, whose help lists the kinds. */
  static CommandLine line(Console console) {
    return HelpLists.beforeExamples(
        new CommandLine(new ImportCommand(console)),
        "KIND is",
        () ->
            Importers.all().stream()
                .map(each -> each.kind() + " (" + each.description() + ")")
                .toList());
  }

  @Override
  public Integer call() {
    int colon = source.indexOf(':');
    if (colon < 1) {
      throw new SettingException(
          "kind", "what to import must be KIND:PATH, got \"" + source + "\"; kinds are " + kinds());
    }
    Importer importer = Importers.get(source.substring(0, colon));
    Path from = existing(source.substring(colon + 1));
    if (tokenizer != null && !Files.isRegularFile(tokenizer)) {
      throw new SettingException("tokenizer", "--tokenizer: there is no file " + tokenizer);
    }
    if (!force && Checkpoint.isCheckpoint(out)) {
      throw new SettingException(
          "out", "--out: " + out + " holds a model already; --force replaces it");
    }
    try (ProgressDisplay progress =
        ProgressDisplay.of(console, "importing", ProgressDisplay.Unit.PIECES)) {
      importer.convert(from, Optional.ofNullable(tokenizer), CheckpointWriter.to(out), progress);
    }
    console.err().println("saved in " + out);
    return Exit.OK;
  }

  private static Path existing(String text) {
    try {
      Path path = Path.of(text);
      if (!text.isBlank() && Files.exists(path)) {
        return path;
      }
    } catch (InvalidPathException e) {
      throw new SettingException("path", "\"" + text + "\" is no path: " + e.getReason());
    }
    throw new SettingException("path", "there is no file or folder \"" + text + "\"");
  }

  private static String kinds() {
    return Importers.all().stream().map(Importer::kind).collect(Collectors.joining(", "));
  }
}
