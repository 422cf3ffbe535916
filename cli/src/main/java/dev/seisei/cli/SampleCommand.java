package dev.seisei.cli;

import dev.seisei.core.checkpoint.Home;
import dev.seisei.core.model.Model;
import dev.seisei.core.sample.Sample;
import dev.seisei.core.settings.Picture;
import dev.seisei.core.settings.SettingException;
import dev.seisei.core.settings.Settings;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.plan.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a sample and writes it to a file. */
@Command(
    name = "sample",
    description = "Makes a sample and writes it to a file.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  seisei sample vae-mnist --set n=64 --seed 7 --out digits.png",
      "  seisei sample runs/v --set mode=reconstruct --set image=7.png --out back.png",
      "  seisei sample vae-mnist --out - --format json | head -c 200",
      "  seisei sample stories15m --set prompt=\"Once upon a time\" --out -",
      "",
      "seisei models NAME lists what a model can be asked for. A setting that is a picture",
      "takes the path of a file. Text is printed as it comes."
    })
final class SampleCommand implements Callable<Integer> {
  private static final String STANDARD_OUTPUT = "-";
  private static final String SEED = "seed";

  private final Console console;

  @Parameters(paramLabel = "MODEL", description = "A folder or a file, or the name of a model.")
  private String model;

  @Mixin private SetOption set;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description =
          "Equal seeds give equal samples; a fresh one is drawn and printed if not given.")
  private @Nullable Long seed;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "Where to write; the ending says the format; - is standard output.")
  private Path out;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "The format on standard output; the sample's natural one if not given.")
  private @Nullable String format;

  @Option(
      names = "--precision",
      paramLabel = "P",
      description =
          "What is multiplied: f32, bf16 or int8. Fewer bits are faster; what a model offers is"
              + " said if it is not this.")
  private String precision = "f32";

  SampleCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    boolean toStandardOutput = out.toString().equals(STANDARD_OUTPUT);
    if (!toStandardOutput) {
      OutputFiles.check("out", out);
      if (format != null) {
        throw new SettingException(
            "format", "--format is for --out -; the ending of " + out + " says its format");
      }
    }
    try (Model opened = Model.open(Home.find(model), Device.CPU, precision());
        ProgressDisplay progress =
            ProgressDisplay.of(console, "sampling", ProgressDisplay.Unit.PIECES)) {
      Class<? extends Record> requestType = opened.family().requestType();
      Map<String, String> settings = settings(requestType);
      OptionalLong drawn = drawSeed(requestType, settings);
      Record request = opened.request(settings);
      // Told only now, so that errors in the request stand alone.
      drawn.ifPresent(fresh -> console.err().println("seed " + fresh));
      if (toStandardOutput) {
        print(opened, request, progress);
      } else {
        Sample sample = opened.generate(request, progress);
        require(sample, "out", ending(out));
        sample.write(out);
      }
    }
    return Exit.OK;
  }

  private Precision precision() {
    for (Precision known : Precision.values()) {
      if (known.name().equalsIgnoreCase(precision)) {
        return known;
      }
    }
    throw new SettingException(
        "precision", "--precision must be f32, bf16 or int8, got " + precision);
  }

  /** Text as it comes, where the model tells of it; all else when it is whole. */
  private void print(Model opened, Record request, ProgressDisplay progress) throws IOException {
    boolean asText = format == null || format.equals(TextOnTheWay.FORMAT);
    TextOnTheWay text = new TextOnTheWay(console.out(), progress);
    Sample sample;
    try {
      sample = opened.generate(request, asText ? text : progress);
    } catch (CancellationException e) {
      if (text.cancelled()) {
        return;
      }
      throw e;
    }
    if (text.begun()) {
      text.finish(sample);
      return;
    }
    sample.write(
        require(sample, "format", format == null ? sample.formats().get(0) : format),
        console.out());
    console.out().flush();
  }

  /** What was set, pictures read from their files, and the seed if it was given. */
  private Map<String, String> settings(Class<? extends Record> requestType) throws IOException {
    set.requireKnown(Map.of("a request", requestType));
    Map<String, String> settings = set.all();
    for (String key : Settings.keys(requestType, Picture.class)) {
      String file = settings.get(key);
      if (file != null && !file.startsWith("data:")) {
        settings.put(key, read(key, Path.of(file)));
      }
    }
    if (seed != null && settings.containsKey(SEED)) {
      throw new SettingException(SEED, "the seed is given twice, with --seed and with --set");
    }
    if (seed != null && !Settings.keys(requestType).contains(SEED)) {
      throw new SettingException(SEED, "requests of this model have no seed");
    }
    if (seed != null) {
      settings.put(SEED, seed.toString());
    }
    return settings;
  }

  /** Adds a fresh seed to settings that lack one, and returns it; empty if none was needed. */
  private static OptionalLong drawSeed(
      Class<? extends Record> requestType, Map<String, String> settings) {
    if (settings.containsKey(SEED) || !Settings.keys(requestType).contains(SEED)) {
      return OptionalLong.empty();
    }
    long drawn = Seeds.fresh();
    settings.put(SEED, Long.toString(drawn));
    return OptionalLong.of(drawn);
  }

  /** A picture's file as base64. */
  private static String read(String key, Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new SettingException(key, key + ": there is no file " + file);
    }
    long bytes = Files.size(file);
    if (bytes < 1 || bytes > Picture.MAX_BYTES) {
      throw new SettingException(
          key, key + ": " + file + " has " + bytes + " bytes, must have 1 to " + Picture.MAX_BYTES);
    }
    return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
  }

  private static String require(Sample sample, String option, String format) {
    if (!sample.formats().contains(format)) {
      throw new SettingException(
          option,
          "--"
              + option
              + ": this sample cannot be written as \""
              + format
              + "\", but as "
              + sample.formats());
    }
    return format;
  }

  private static String ending(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
