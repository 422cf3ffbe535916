package dev.seisei.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.checkpoint.Home;
import dev.seisei.core.checkpoint.ModelFormats;
import dev.seisei.core.sample.Embeddings;
import dev.seisei.core.settings.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that are a single file of a format that is known. */
class SingleFileTest {
  @TempDir Path temporary;

  private Path box(String name, String content) throws IOException {
    return Files.writeString(temporary.resolve(name), content);
  }

  @Test
  void aFileIsAModelAsAFolderIs() throws IOException {
    Path file = box("seven.BOX", "7.5");
    try (Model model = Model.open(file.toString())) {
      assertEquals("seven.BOX", model.name());
      assertEquals("constant", model.family().id());
      Embeddings sample = (Embeddings) model.generate(Map.of("n", 2));
      assertEquals(2, sample.size());
      Checkpoint checkpoint = model.checkpoint();
      assertEquals("The number 7.5", checkpoint.card().text());
      assertEquals(Map.of(), checkpoint.training());
      assertEquals(Map.of(), checkpoint.graphs());
      assertEquals(Optional.empty(), checkpoint.state());
      assertEquals(Optional.of(7.5), checkpoint.part(Double.class));
      assertEquals(Optional.empty(), checkpoint.part(String.class));
      assertTrue(Checkpoint.isCheckpoint(checkpoint.folder()));
    }
  }

  @Test
  void faultsNameTheFile() throws IOException {
    Path text = box("text.box", "seven");
    assertEquals(
        text + ": \"seven\" is no number",
        assertThrows(IllegalArgumentException.class, () -> Checkpoint.open(text)).getMessage());
  }

  @Test
  void otherFilesAreRefusedNamingTheFormatsThereAre() throws IOException {
    Path other = box("seven.crate", "7");
    SettingException refused =
        assertThrows(SettingException.class, () -> Home.find(other.toString()));
    assertEquals(
        other
            + " is no model: it is a file, expected a folder or a .box file (a number);"
            + " seisei import makes a model of other formats",
        refused.getMessage());
    String nothing =
        String.valueOf(
            assertThrows(SettingException.class, () -> Home.find("nothing.box")).getMessage());
    assertTrue(
        nothing.startsWith(
            "there is no model \"nothing.box\": it is neither a model's folder nor a .box file (a"
                + " number) nor one of "),
        nothing);
  }

  @Test
  void formatsAreFoundByTheEndingOfAName() {
    assertEquals("box", ModelFormats.of(Path.of("a.b.box")).orElseThrow().ending());
    assertEquals(Optional.empty(), ModelFormats.of(Path.of("box.b")));
    assertEquals(1, ModelFormats.all().size());
  }
}
