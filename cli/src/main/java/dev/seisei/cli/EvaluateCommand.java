package dev.seisei.cli;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.Datasets;
import dev.seisei.core.measure.Measure;
import dev.seisei.core.measure.Measures;
import dev.seisei.core.model.Model;
import dev.seisei.core.settings.SettingException;
import dev.seisei.core.settings.Settings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures a model on data. */
@Command(
    name = "evaluate",
    description = "Measures a model on data.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  seisei evaluate vae-mnist --data mnist",
      "  seisei evaluate runs/v --data mnist --set examples=1000 --json e.json",
      "  seisei evaluate runs/v --data images:photos --measure reconstruction",
      "",
      "Without --measure, all measures that apply to the model and the data; one that cannot be",
      "taken is left out, and named. A setting goes to every measure that has it."
    })
final class EvaluateCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "MODEL", description = "A folder or a file, or the name of a model.")
  private String model;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      required = true,
      description = "A name from seisei data list, or PREFIX:PATH.")
  private String data;

  @Option(
      names = "--measure",
      paramLabel = "ID",
      description = "Only this measure. May be given many times.")
  private List<String> chosen = new ArrayList<>();

  @Mixin private SetOption set;
  @Mixin private JsonOption json;

  EvaluateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    json.check();
    Dataset dataset = Datasets.open(data);
    try (Model opened = Model.open(model)) {
      List<Measure<?>> measures = measures(opened, dataset);
      Map<String, Class<? extends Record>> known = new LinkedHashMap<>();
      measures.forEach(measure -> known.put(measure.id(), measure.settingsType()));
      set.requireKnown(known);
      List<Bound<?>> bound = new ArrayList<>();
      for (Measure<?> measure : measures) {
        bound.add(Bound.of(measure, set));
      }
      Map<String, Double> numbers = new LinkedHashMap<>();
      Map<String, SettingException> leftOut = new LinkedHashMap<>();
      for (Bound<?> each : bound) {
        try {
          merge(numbers, each.measure(opened, dataset, console));
        } catch (SettingException e) {
          if (!chosen.isEmpty()) {
            throw e;
          }
          leftOut.put(each.measure().id(), e);
        }
      }
      if (numbers.isEmpty()) {
        throw leftOut.values().iterator().next();
      }
      leftOut.forEach((id, e) -> console.err().println(id + " left out: " + e.getMessage()));
      Numbers.print(numbers, console.out());
      json.writeNumbers(numbers);
    }
    return Exit.OK;
  }

  /** A measure with its settings, checked before the first one starts to measure. */
  private record Bound<S extends Record>(Measure<S> measure, S settings) {
    static <S extends Record> Bound<S> of(Measure<S> measure, SetOption set) {
      return new Bound<>(
          measure, Settings.bind(measure.settingsType(), set.of(measure.settingsType())));
    }

    Map<String, Double> measure(Model model, Dataset data, Console console) {
      try (ProgressDisplay progress =
          ProgressDisplay.of(console, measure.id(), ProgressDisplay.Unit.PIECES)) {
        return measure.measure(model, data, settings, progress);
      }
    }
  }

  /**
   * @throws SettingException if nothing applies, or something that was chosen does not
   */
  private List<Measure<?>> measures(Model opened, Dataset dataset) {
    List<Measure<?>> applying = Measures.applyingTo(opened, dataset);
    List<String> ids = applying.stream().map(Measure::id).toList();
    for (String id : chosen) {
      if (!ids.contains(id)) {
        List<String> all = Measures.all().stream().map(Measure::id).toList();
        throw new SettingException(
            "measure",
            all.contains(id)
                ? "measure \""
                    + id
                    + "\" does not apply to this model on these data; "
                    + ids
                    + " do"
                : "measure \"" + id + "\" is not known; there are " + all);
      }
    }
    if (applying.isEmpty()) {
      throw new SettingException(
          "measure",
          "no measure applies to %s (%s) on %s (%s)"
              .formatted(opened.name(), extents(opened), dataset.name(), dataset.summary()));
    }
    return chosen.isEmpty()
        ? applying
        : applying.stream().filter(measure -> chosen.contains(measure.id())).toList();
  }

  /** What most often explains why a model and data do not go together. */
  private static String extents(Model opened) {
    Map<String, Object> config = opened.checkpoint().config();
    return Stream.concat(
            Stream.of(opened.family().id()),
            Stream.of("channels", "height", "width", "normal_class")
                .filter(config::containsKey)
                .map(key -> key + " " + config.get(key)))
        .collect(Collectors.joining(", "));
  }

  private static void merge(Map<String, Double> numbers, Map<String, Double> more) {
    more.forEach(
        (name, value) -> {
          if (numbers.put(name, value) != null) {
            throw new IllegalStateException("two measures have a number named " + name);
          }
        });
  }
}
