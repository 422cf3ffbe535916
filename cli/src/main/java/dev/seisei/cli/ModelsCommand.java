package dev.seisei.cli;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.checkpoint.Home;
import dev.seisei.core.checkpoint.ModelCard;
import dev.seisei.core.model.Families;
import dev.seisei.core.model.ModelFamily;
import dev.seisei.core.settings.Settings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists families and models, or tells about one. */
@Command(
    name = "models",
    description = "Lists families and models, or tells what one is and what can be set.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  seisei models",
      "  seisei models vae-mnist",
      "  seisei models vae            what training takes",
      "  seisei models runs/v --json v.json"
    })
final class ModelsCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "A family, a folder or file, or the name of a model.")
  private @Nullable String name;

  @Mixin private JsonOption json;

  ModelsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    json.check();
    String asked = name;
    if (asked == null) {
      json.write(list());
    } else {
      Optional<ModelFamily<?, ?>> family =
          Families.all().stream().filter(each -> each.id().equals(asked)).findFirst();
      json.write(family.isPresent() ? tell(family.get()) : tell(Checkpoint.open(Home.find(asked))));
    }
    return Exit.OK;
  }

  /** All there is; what is printed is also returned, for JSON. */
  private Map<String, Object> list() throws IOException {
    PrintStream out = console.out();
    List<Map<String, Object>> families = new ArrayList<>();
    Table table = new Table().row("FAMILY", "TRAINS", "");
    for (ModelFamily<?, ?> family : Families.all()) {
      boolean trains = family.trainer().isPresent();
      table.row(family.id(), trains ? "yes" : "no", family.description());
      families.add(
          Map.of("id", family.id(), "trains", trains, "description", family.description()));
    }
    table.print(out, "");
    out.println();

    List<Map<String, Object>> models = new ArrayList<>();
    Table found = new Table().row("MODEL", "FAMILY", "PLACE");
    for (Path folder : folders()) {
      Map<String, Object> model = describe(folder);
      models.add(model);
      found.row(folder.getFileName(), model.getOrDefault("family", "?"), folder);
      if (model.containsKey("error")) {
        console.err().println("seisei: " + model.get("error"));
      }
    }
    if (models.isEmpty()) {
      out.println("no models in " + Home.zoo() + " and " + Home.models());
    } else {
      found.print(out, "");
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("families", families);
    all.put("models", models);
    return all;
  }

  /** The folders and files of all models that have a name, those of the zoo first. */
  private static List<Path> folders() throws IOException {
    List<Path> folders = new ArrayList<>();
    for (Path under : List.of(Home.zoo(), Home.models())) {
      if (Files.isDirectory(under)) {
        try (Stream<Path> inside = Files.list(under)) {
          inside
              .filter(folder -> !folder.getFileName().toString().startsWith("."))
              .filter(Checkpoint::isCheckpoint)
              .sorted()
              .forEach(folders::add);
        }
      }
    }
    return folders;
  }

  /** One that cannot be read must not hide the others. */
  private static Map<String, Object> describe(Path folder) {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("name", folder.getFileName().toString());
    model.put("folder", folder.toString());
    try {
      model.put("family", Checkpoint.open(folder).modelType());
    } catch (IllegalArgumentException e) {
      model.put("error", Failures.describe(e));
    }
    return model;
  }

  private Map<String, Object> tell(ModelFamily<?, ?> family) {
    PrintStream out = console.out();
    out.println(family.id() + ": " + family.description());
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("id", family.id());
    told.put("description", family.description());
    family
        .trainer()
        .ifPresent(
            trainer -> {
              settings("Configuration, for train --set", family.configType(), "config", told);
              settings("Training, for train --set", trainer.settingsType(), "training", told);
            });
    settings("Request, for sample --set", family.requestType(), "request", told);
    return told;
  }

  private Map<String, Object> tell(Checkpoint checkpoint) {
    PrintStream out = console.out();
    ModelFamily<?, ?> family = Families.of(checkpoint);
    ModelCard card = checkpoint.card();
    out.println(checkpoint.name() + " (" + family.id() + ") in " + checkpoint.folder());
    if (!card.text().isBlank()) {
      out.println();
      out.println(card.text().strip());
    }
    out.println();
    out.println("Configuration:");
    Table config = new Table();
    checkpoint.config().forEach(config::row);
    config.print(out, "  ");
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("name", checkpoint.name());
    told.put("family", family.id());
    told.put("folder", checkpoint.folder().toString());
    told.put("card", Map.of("head", card.head(), "text", card.text()));
    told.put("config", checkpoint.config());
    told.put("training", checkpoint.training());
    settings("Request, for sample --set", family.requestType(), "request", told);
    return told;
  }

  private void settings(
      String title, Class<? extends Record> type, String key, Map<String, Object> told) {
    console.out().println();
    console.out().println(title + ":");
    SettingsTable.print(type, console.out());
    told.put(key, Settings.schema(type));
  }
}
