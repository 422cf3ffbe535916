package dev.seisei.cli;

import dev.seisei.core.importing.ModelSources;
import dev.seisei.core.importing.Pull;
import dev.seisei.core.settings.SettingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings a model to this machine. */
@Command(
    name = "pull",
    description = "Brings a model to this machine and checks that it is whole.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  seisei pull stories15m",
      "  seisei pull hf:sentence-transformers/all-MiniLM-L6-v2",
      "  seisei pull hf:owner/name@v2#name.Q4_0.gguf --name small.gguf",
      "  seisei pull https://example.org/model.gguf --sha256 9f86d08188...",
      "",
      "What was broken off goes on where it stopped. For the hub, HF_TOKEN is an",
      "access token, HF_ENDPOINT another server."
    })
final class PullCommand implements Callable<Integer> {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private final Console console;

  @Parameters(paramLabel = "REF", description = "What to bring, in one of the forms below.")
  private String reference;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What the model is called here; made of REF if not given.")
  private @Nullable String name;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "The format, if it cannot be told; as in seisei import.")
  private @Nullable String kind;

  @Option(
      names = "--tokenizer",
      paramLabel = "FILE",
      description = "The vocabulary, for formats that keep it apart.")
  private @Nullable Path tokenizer;

  @Option(
      names = "--sha256",
      paramLabel = "HEX",
      description = "The hash that a single file must have.")
  private @Nullable String sha256;

  @Option(names = "--force", description = "Replace another model of that name.")
  private boolean force;

  PullCommand(Console console) {
    this.console = console;
  }

  /** The command, whose help lists what can be pulled. */
  static CommandLine line(Console console) {
    return HelpLists.beforeExamples(
        new CommandLine(new PullCommand(console)), "REF is", ModelSources::forms);
  }

  @Override
  public Integer call() {
    if (tokenizer != null && !Files.isRegularFile(tokenizer)) {
      throw new SettingException("tokenizer", "--tokenizer: there is no file " + tokenizer);
    }
    if (sha256 != null && !SHA256.matcher(sha256.toLowerCase(Locale.ROOT)).matches()) {
      throw new SettingException("sha256", "--sha256 must be 64 hexadecimal digits");
    }
    Pull.Pulled pulled;
    try (ProgressDisplay progress =
        ProgressDisplay.of(console, reference, ProgressDisplay.Unit.MEGABYTES)) {
      pulled =
          Pull.pull(
              reference,
              new Pull.Options(
                  Optional.ofNullable(name),
                  Optional.ofNullable(kind),
                  Optional.ofNullable(tokenizer),
                  Optional.ofNullable(sha256),
                  force),
              progress);
    }
    console.err().println(pulled.source() + (pulled.before() ? " was here before" : " is here"));
    console.out().println(pulled.model());
    return Exit.OK;
  }
}
