package dev.seisei.core.importing;

import dev.seisei.core.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Things on a shelf: tests put them there, with the version they have now. */
public final class ShelfSource implements ModelSource {
  /** What a thing brings: files by name, and how. */
  record Thing(
      String version, Map<String, String> files, boolean folder, String kind, String tokenizer) {}

  static final Map<String, Thing> SHELF = new ConcurrentHashMap<>();

  /** What was brought, file by file. */
  static final List<String> BROUGHT = new ArrayList<>();

  /** Files that fail to come. */
  static final List<String> BROKEN = new ArrayList<>();

  @Override
  public List<String> forms() {
    return List.of("shelf:THING");
  }

  @Override
  public boolean understands(String reference) {
    return reference.startsWith("shelf:");
  }

  @Override
  public Found find(String reference) throws IOException {
    String name = reference.substring(6);
    Thing thing = SHELF.get(name);
    if (thing == null) {
      throw new IOException("nothing called " + name + " is on the shelf");
    }
    return new OnShelf(name, thing);
  }

  private record OnShelf(String name, Thing thing) implements Found {
    @Override
    public String source() {
      return "shelf:" + name + "@" + thing.version();
    }

    @Override
    public Brought bring(Path folder, Progress progress) throws IOException {
      Path model = Files.createDirectories(folder.resolve("model"));
      for (Map.Entry<String, String> each : thing.files().entrySet()) {
        Path file = model.resolve(each.getKey());
        if (Files.exists(file)) {
          continue;
        }
        progress.throwIfCancelled();
        if (BROKEN.contains(each.getKey())) {
          throw new IOException("the connection was cut; try again");
        }
        BROUGHT.add(each.getKey());
        Files.createDirectories(file.getParent());
        Files.writeString(file, each.getValue());
      }
      String only = thing.files().keySet().iterator().next();
      return new Brought(
          thing.folder() ? model : model.resolve(only),
          Optional.of(thing.kind()).filter(kind -> !kind.isEmpty()),
          Optional.of(thing.tokenizer()).filter(name -> !name.isEmpty()).map(model::resolve));
    }
  }
}
