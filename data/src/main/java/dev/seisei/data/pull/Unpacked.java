package dev.seisei.data.pull;

import dev.seisei.core.file.FolderTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The folder {@code model} among what was brought, for what is made in one go. */
final class Unpacked {
  private Unpacked() {}

  /** Empty, whatever an earlier try left in it. */
  static Path fresh(Path folder) throws IOException {
    Path model = folder.resolve("model");
    FolderTrees.delete(model);
    return Files.createDirectories(model);
  }

  static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    }
  }
}
