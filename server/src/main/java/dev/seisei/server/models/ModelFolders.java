package dev.seisei.server.models;

import dev.seisei.core.checkpoint.Checkpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the folders of the models to serve. */
public final class ModelFolders {
  private ModelFolders() {}

  /**
   * The checkpoints in the zoo, then those in the configured folder, by the name of their folder.
   *
   * @param zoo need not exist
   * @param configured a folder of checkpoints, or a checkpoint, which may be a single file
   * @throws IllegalArgumentException if the configured folder cannot be read, or two models have
   *     one name
   */
  public static Map<String, Path> find(Path zoo, Optional<Path> configured) {
    Map<String, Path> byName = new LinkedHashMap<>();
    if (Files.isDirectory(zoo)) {
      checkpointsIn(zoo).forEach(folder -> add(byName, folder));
    }
    configured.ifPresent(
        folder -> {
          if (Checkpoint.isCheckpoint(folder)) {
            add(byName, folder);
          } else {
            requireFolder(folder);
            checkpointsIn(folder).forEach(each -> add(byName, each));
          }
        });
    return byName;
  }

  private static void requireFolder(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "the folder of models " + folder + (Files.exists(folder) ? " is a file" : " is missing"));
    }
  }

  private static List<Path> checkpointsIn(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .filter(child -> !child.getFileName().toString().startsWith("."))
          .filter(Checkpoint::isCheckpoint)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the folder of models " + folder, e);
    }
  }

  private static void add(Map<String, Path> byName, Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    Path other = byName.putIfAbsent(absolute.getFileName().toString(), absolute);
    if (other != null && !other.equals(absolute)) {
      throw new IllegalArgumentException(
          "two models have the name "
              + absolute.getFileName()
              + ": "
              + other
              + " and "
              + absolute
              + "; rename one of the folders");
    }
  }
}
