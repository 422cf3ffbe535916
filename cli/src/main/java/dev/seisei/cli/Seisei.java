package dev.seisei.cli;

import dev.seisei.core.command.Command;
import dev.seisei.engine.memory.ByteSize;
import dev.seisei.engine.memory.Device;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code seisei} command. */
@CommandLine.Command(
    name = "seisei",
    description = "Trains, samples and serves generative models.",
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = Seisei.Version.class,
    footerHeading = "%nExamples:%n",
    footer = {
      "  seisei data fetch mnist",
      "  seisei train vae --data mnist --epochs 3 --seed 1 --out runs/v",
      "  seisei sample runs/v --set n=16 --seed 7 --out digits.png",
      "  seisei models",
      "",
      "Exit codes: 0, 1 if the work failed, 2 if it was asked for wrongly, 130 after Ctrl-C."
    })
public final class Seisei {
  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show where in the program an error arose.")
  boolean debug;

  @Spec private CommandSpec spec;

  @Option(names = "--version", versionHelp = true, description = "Print the version.")
  boolean version;

  private Seisei() {}

  @Option(
      names = "--memory",
      scope = ScopeType.INHERIT,
      paramLabel = "SIZE",
      description =
          "Most memory for arrays, which are not on Java's heap, such as 8g (default: what the"
              + " machine has available, less a reserve).")
  void setMemory(String size) {
    try {
      Device.CPU.setMemoryLimit(ByteSize.parse(size));
      // For the processes that a command starts.
      System.setProperty("seisei.memory", size);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--memory: " + e.getMessage(), e);
    }
  }

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    logWarnings();
    System.exit(run(Console.system(), args));
  }

  /**
   * Has libraries' warnings shown on standard error and nothing else, also where the class path has
   * other SLF4J providers; {@code simplelogger.properties} says how. A command that logs otherwise
   * sets the first of these properties itself, before anything logs.
   */
  private static void logWarnings() {
    setDefault("slf4j.provider", "org.slf4j.simple.SimpleServiceProvider");
    setDefault("slf4j.internal.verbosity", "WARN");
  }

  private static void setDefault(String property, String value) {
    System.getProperties().putIfAbsent(property, value);
  }

  /** Runs a command. */
  static int run(Console console, String... args) {
    try {
      return commandLine(console).execute(args);
    } catch (OutOfMemoryError e) {
      console.err().println("seisei: " + Failures.describe(e));
      return Exit.FAILED;
    }
  }

  static CommandLine commandLine(Console console) {
    return commandLine(console, ServiceLoader.load(Command.class, Command.class.getClassLoader()));
  }

  /**
   * @throws IllegalStateException if two commands have one name
   */
  static CommandLine commandLine(Console console, Iterable<Command> more) {
    Seisei seisei = new Seisei();
    CommandLine line =
        new CommandLine(seisei)
            .addSubcommand(new TrainCommand(console))
            .addSubcommand(new SampleCommand(console))
            .addSubcommand(new EvaluateCommand(console))
            .addSubcommand(new ModelsCommand(console))
            .addSubcommand(new DataCommand(console))
            .addSubcommand(PullCommand.line(console))
            .addSubcommand(ImportCommand.line(console))
            .addSubcommand(ExportCommand.line(console));
    List<Object> last = List.of(new CompletionCommand(console), new HelpCommand());
    for (Command command : more) {
      CommandLine other = line.getSubcommands().get(command.name());
      if (other != null) {
        throw new IllegalStateException(
            "two commands have the name "
                + command.name()
                + ": "
                + other.getCommandSpec().userObject().getClass().getName()
                + " and "
                + command.getClass().getName());
      }
      line.addSubcommand(command.name(), command);
    }
    last.forEach(line::addSubcommand);
    addHelp(line.getCommandSpec());
    Failures failures = new Failures(console, () -> seisei.debug);
    return line.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
        .setUsageHelpWidth(Math.max(console.width(), 80))
        .setExpandAtFiles(false)
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures);
  }

  /** Gives every command {@code --help} that does not have it. */
  private static void addHelp(CommandSpec spec) {
    if (spec.findOption("--help") == null) {
      spec.addOption(
          OptionSpec.builder("-h", "--help")
              .usageHelp(true)
              .description("Show this help.")
              .build());
    }
    spec.subcommands().values().forEach(each -> addHelp(each.getCommandSpec()));
  }

  /** Reads the version from the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Seisei.class.getPackage().getImplementationVersion();
      return new String[] {"seisei " + (version == null ? "(not packaged)" : version)};
    }
  }
}
