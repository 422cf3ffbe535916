package dev.seisei.server.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.checkpoint.CheckpointWriter;
import dev.seisei.server.pattern.PatternConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelFoldersTest {
  @TempDir Path root;

  private Path zoo;
  private Path models;

  @BeforeEach
  void prepare() throws IOException {
    zoo = root.resolve("zoo");
    models = Files.createDirectory(root.resolve("models"));
  }

  private static void save(Path folder) {
    CheckpointWriter.to(folder).config("pattern", new PatternConfig()).commit();
  }

  private List<String> names(Path configured) {
    return List.copyOf(ModelFolders.find(zoo, Optional.of(configured)).keySet());
  }

  @Test
  void theZooComesFirstAndEachFolderIsSorted() {
    save(models.resolve("b"));
    save(models.resolve("a"));
    save(zoo.resolve("z"));
    save(zoo.resolve("y"));

    assertEquals(List.of("y", "z", "a", "b"), names(models));
  }

  @Test
  void aMissingZooIsEmpty() {
    assertTrue(ModelFolders.find(zoo, Optional.empty()).isEmpty());
  }

  @Test
  void whatIsNoCheckpointOrHiddenIsLeftOut() throws IOException {
    save(models.resolve("a"));
    save(models.resolve(".hidden"));
    Files.createDirectory(models.resolve("data"));
    Files.writeString(models.resolve("notes.txt"), "");

    assertEquals(List.of("a"), names(models));
  }

  @Test
  void theConfiguredFolderMayBeAModelItself() {
    save(models.resolve("a"));
    save(models.resolve("b"));

    assertEquals(List.of("b"), names(models.resolve("b")));
  }

  @Test
  void theZooMayBeConfiguredToo() {
    save(zoo.resolve("z"));

    assertEquals(List.of("z"), names(zoo));
  }

  @Test
  void twoModelsOfOneNameAreBothNamed() {
    save(zoo.resolve("same"));
    save(models.resolve("same"));

    String message = assertThrows(IllegalArgumentException.class, () -> names(models)).toString();
    assertTrue(
        message.contains(zoo.resolve("same").toString())
            && message.contains(models.resolve("same").toString()),
        message);
  }

  @Test
  void aFolderThatIsMissingOrAFileIsNamed() throws IOException {
    Path missing = root.resolve("missing");
    assertEquals(
        "the folder of models " + missing + " is missing",
        assertThrows(IllegalArgumentException.class, () -> names(missing)).getMessage());
    Path file = Files.writeString(root.resolve("file"), "");
    assertEquals(
        "the folder of models " + file + " is a file",
        assertThrows(IllegalArgumentException.class, () -> names(file)).getMessage());
  }
}
