package dev.seisei.cli;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.Datasets;
import dev.seisei.core.model.Families;
import dev.seisei.core.model.ModelFamily;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.settings.SettingException;
import dev.seisei.core.settings.Settings;
import dev.seisei.core.train.Trainer;
import dev.seisei.core.train.TrainingRun;
import dev.seisei.engine.memory.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains a model, or goes on with a training that was stopped. */
@Command(
    name = "train",
    description = "Trains a model, or goes on with a training that was stopped.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  seisei train vae --data mnist --epochs 3 --seed 1 --out runs/v",
      "  seisei train vae --data images:photos --set latent_dim=32 --out runs/photos",
      "  seisei train --resume --epochs 3 --out runs/v",
      "",
      "Ctrl-C saves, says how to go on, and ends with exit code 130 (143 if it was SIGTERM);",
      "a second Ctrl-C ends at once. seisei models FAMILY lists what can be set."
    })
final class TrainCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "FAMILY",
      description = "The family of the model; may be left away with --resume.")
  private @Nullable String family;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description = "A name from seisei data list, or PREFIX:PATH; may be left away with --resume.")
  private @Nullable String data;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "The folder to save into; it is made if it is not there.")
  private Path out;

  @Option(names = "--steps", paramLabel = "N", description = "How many steps to train for in all.")
  private @Nullable Long steps;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "How many times to go through the data in all, instead of --steps.")
  private @Nullable Long epochs;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Equal seeds give equal models; a fresh one is drawn and printed if not given.")
  private @Nullable Long seed;

  @Mixin private SetOption set;

  @Option(
      names = "--resume",
      description =
          "Go on with the training in DIR, with the settings and the seed that it was begun with.")
  private boolean resume;

  @Mixin private JsonOption json;

  TrainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    json.check();
    Optional<Begun> begun = resume ? Begun.in(out) : Optional.empty();
    if (resume && begun.isEmpty()) {
      if (family == null || data == null) {
        throw new SettingException(
            "resume",
            "--resume: nothing is saved in " + out + "; with FAMILY and --data a training begins");
      }
      console.err().println("nothing is saved in " + out + " yet; the training begins");
    }
    String id = required("FAMILY", family, begun.map(Begun::family));
    begun.ifPresent(training -> training.requireFamily(id));
    return train(
        Families.get(id),
        Datasets.open(required("--data=DATA", data, begun.map(Begun::data))),
        begun);
  }

  private String required(String option, @Nullable String given, Optional<String> begunWith) {
    if (given != null) {
      return given;
    }
    return begunWith.orElseThrow(
        () ->
            new ParameterException(
                spec.commandLine(), "Missing required option or parameter: " + option));
  }

  private <C extends Record> int train(
      ModelFamily<C, ?> family, Dataset dataset, Optional<Begun> begun) throws IOException {
    Trainer<C, ?> trainer =
        family
            .trainer()
            .orElseThrow(
                () ->
                    new SettingException(
                        "family", "nothing here trains the family \"" + family.id() + "\""));
    return train(family.configType(), trainer, dataset, begun);
  }

  private <C extends Record, T extends Record> int train(
      Class<C> configType, Trainer<C, T> trainer, Dataset dataset, Optional<Begun> begun)
      throws IOException {
    Class<T> settingsType = trainer.settingsType();
    requireDisjoint(configType, settingsType);
    Map<String, Class<? extends Record>> known = new LinkedHashMap<>();
    known.put("the configuration", configType);
    known.put("training", settingsType);
    set.requireKnown(known);
    C config =
        begun.map(it -> it.config(configType)).orElseGet(() -> Settings.defaults(configType));
    T settings =
        begun.map(it -> it.settings(settingsType)).orElseGet(() -> Settings.defaults(settingsType));
    TrainingRun<C, T> run =
        new TrainingRun<>(
            trainer.configure(Settings.bind(config, set.of(configType)), dataset),
            Settings.bind(settings, set.of(settingsType)),
            dataset,
            new TrainingRun.Length(optional(steps), optional(epochs)),
            seed(begun),
            out,
            resume,
            Device.CPU);
    if (seed == null && begun.isEmpty()) {
      console.err().println("seed " + run.seed());
    }
    return run(trainer, run);
  }

  private <C extends Record, T extends Record> int run(Trainer<C, T> trainer, TrainingRun<C, T> run)
      throws IOException {
    Map<String, Double> numbers;
    OptionalInt signalled;
    try (ProgressDisplay display =
            ProgressDisplay.of(console, "training", ProgressDisplay.Unit.PIECES);
        Interrupt interrupt = Interrupt.listen(this::sayThatItStops)) {
      numbers = trainer.train(run, interruptible(display, interrupt));
      signalled = interrupt.exitCode();
    }
    if (signalled.isPresent()) {
      console.err().println("stopped and saved; this goes on:");
      console.err().println("  " + resumeCommand());
      return signalled.getAsInt();
    }
    Numbers.print(numbers, console.out());
    json.writeNumbers(numbers);
    console.err().println("saved in " + out);
    return Exit.OK;
  }

  private void sayThatItStops() {
    if (console.interactive()) {
      console.err().println(); // Leaves the progress bar's line, where ^C stands.
    }
    console.err().println("stopping and saving; Ctrl-C again ends at once, without saving");
  }

  private static Progress interruptible(ProgressDisplay display, Interrupt interrupt) {
    return new Progress() {
      @Override
      public void at(long done, long total, String detail) {
        display.at(done, total, detail);
      }

      @Override
      public void note(String words) {
        display.note(words);
      }

      @Override
      public boolean cancelled() {
        return interrupt.heard();
      }
    };
  }

  private long seed(Optional<Begun> begun) {
    if (seed != null) {
      return seed;
    }
    return begun.map(Begun::seed).orElseGet(Seeds::fresh);
  }

  private String resumeCommand() {
    List<String> words = new ArrayList<>();
    words.add(System.getProperty("launcher.command", spec.root().name()));
    words.addAll(spec.root().commandLine().getParseResult().originalArgs());
    if (!resume) {
      words.add("--resume");
    }
    return words.stream().map(ShellWords::quote).collect(Collectors.joining(" "));
  }

  private static OptionalLong optional(@Nullable Long value) {
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private static void requireDisjoint(
      Class<? extends Record> configType, Class<? extends Record> settingsType) {
    Set<String> both = new TreeSet<>(Settings.keys(configType));
    both.retainAll(Settings.keys(settingsType));
    if (!both.isEmpty()) {
      throw new IllegalStateException(
          configType.getName() + " and " + settingsType.getName() + " both have " + both);
    }
  }
}
