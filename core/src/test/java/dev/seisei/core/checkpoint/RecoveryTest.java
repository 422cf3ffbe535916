package dev.seisei.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a save leaves behind that was killed after each of its steps. */
class RecoveryTest {
  private static final String ID = "0123456789abcdef";

  @TempDir Path temporary;
  private Path folder = Path.of("");

  @BeforeEach
  void makeFolder() {
    folder = temporary.resolve("v");
  }

  private Path beside(String kind) {
    return temporary.resolve(".v." + kind + "-" + ID);
  }

  private void make(String kind, int step) {
    Path made = kind.isEmpty() ? folder : beside(kind);
    Path elsewhere = temporary.resolve("made");
    Models.step(elsewhere, step).commit();
    assertTrue(elsewhere.toFile().renameTo(made.toFile()));
  }

  private void assertRecovered(int step) throws IOException {
    assertTrue(Checkpoint.isCheckpoint(folder));
    assertEquals(step, Models.stepOf(folder));
    assertEquals(List.of("v"), Models.names(temporary));
  }

  @Test
  void killedWithTheLockOnly() throws IOException {
    make("", 1);
    Files.createFile(beside("lock"));
    assertRecovered(1);
  }

  @Test
  void killedWhileWriting() throws IOException {
    make("", 1);
    Files.createFile(beside("lock"));
    Files.createDirectories(beside("new"));
    Files.writeString(beside("new").resolve("config.json"), "{");
    assertRecovered(1);
  }

  @Test
  void killedWhileWritingTheFirst() throws IOException {
    Files.createFile(beside("lock"));
    make("new", 2);
    assertFalse(Checkpoint.isCheckpoint(folder));
    assertThrows(IllegalArgumentException.class, () -> Checkpoint.open(folder));
    assertEquals(List.of(), Models.names(temporary));
  }

  @Test
  void killedBeforeTheOldOneWasMoved() throws IOException {
    make("", 1);
    Files.createFile(beside("lock"));
    make("ready", 2);
    assertRecovered(1);
  }

  @Test
  void killedBeforeTheFirstOneWasInPlace() throws IOException {
    Files.createFile(beside("lock"));
    make("ready", 2);
    assertRecovered(2);
  }

  @Test
  void killedBetweenTheTwoRenames() throws IOException {
    Files.createFile(beside("lock"));
    make("old", 1);
    Files.writeString(beside("old").resolve("notes.txt"), "mine");
    make("ready", 2);
    assertRecovered(2);
    assertEquals("mine", Files.readString(folder.resolve("notes.txt")));
  }

  @Test
  void killedBetweenTheTwoRenamesAndSomebodyMadeAnEmptyFolder() throws IOException {
    Files.createFile(beside("lock"));
    Files.createDirectory(folder);
    make("old", 1);
    make("ready", 2);
    assertRecovered(2);
  }

  @Test
  void killedBetweenTheTwoRenamesBehindALink() throws IOException {
    make("old", 1);
    make("ready", 2);
    Path link = Files.createSymbolicLink(temporary.resolve("a"), folder);
    Path relative = Files.createSymbolicLink(temporary.resolve("b"), Path.of("a"));
    assertTrue(Checkpoint.isCheckpoint(relative));
    assertEquals(2, Models.stepOf(link));
    Files.delete(link);
    Files.delete(relative);
    assertRecovered(2);
  }

  @Test
  void killedBeforeTheOldOneWasDeleted() throws IOException {
    Files.createFile(beside("lock"));
    make("old", 1);
    Files.writeString(beside("old").resolve("notes.txt"), "mine");
    make("", 2);
    assertRecovered(2);
    assertEquals("mine", Files.readString(folder.resolve("notes.txt")));
  }

  @Test
  void killedWhileTheOldOneWasPutBack() throws IOException {
    make("old", 1);
    assertRecovered(1);
  }

  @Test
  void whatSomebodyPutInThePlaceIsLeftWithBothOthers() throws IOException {
    make("old", 1);
    make("ready", 2);
    make("", 3);
    assertEquals(3, Models.stepOf(folder));
    assertEquals(List.of(".v.old-" + ID, ".v.ready-" + ID, "v"), Models.names(temporary));
  }

  @Test
  void theNextSaveRemovesTheLitter() throws IOException {
    make("", 1);
    make("new", 2);
    Models.step(folder, 3).commit();
    assertRecovered(3);
  }

  @Test
  void othersHiddenFilesAreNotLitter() throws IOException {
    make("", 1);
    List<String> others =
        List.of(
            ".v.new-",
            ".v.new-0123",
            ".v.old",
            ".w.old-" + ID,
            ".v.old-" + ID + "x",
            ".vXold-" + ID);
    for (String other : others) {
      Files.createFile(temporary.resolve(other));
    }
    assertEquals(1, Models.stepOf(folder));
    assertTrue(Models.names(temporary).containsAll(others));
  }

  @Test
  void aSaveThatGoesOnIsNotLitter() throws IOException {
    make("", 1);
    try (Place.Save save = Place.of(folder).begin()) {
      Files.writeString(save.folder().resolve("config.json"), "{\"model_type\": \"new\"}");
      assertEquals(1, Models.stepOf(folder));
      CheckpointWriter.to(folder);
      assertTrue(Files.exists(save.folder().resolve("config.json")));
      save.publish();
    }
    assertEquals("new", Checkpoint.open(folder).modelType());
    assertEquals(List.of("v"), Models.names(temporary));
  }

  @Test
  void whoeverReadsDuringSavesSeesAWholeOne() throws Exception {
    make("", 0);
    int saves = 60;
    ExecutorService readers = Executors.newFixedThreadPool(2);
    try {
      List<Future<Integer>> opened = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        opened.add(readers.submit(() -> openUntil(saves)));
      }
      for (int step = 1; step <= saves; step++) {
        Models.step(folder, step).commit();
      }
      for (Future<Integer> reader : opened) {
        assertTrue(reader.get() > 0);
      }
    } finally {
      readers.shutdownNow();
    }
    assertRecovered(saves);
  }

  /** Opens again and again until the last save is seen; how often. */
  private int openUntil(int last) {
    int count = 0;
    double seen = 0;
    while (seen < last) {
      double beta = Checkpoint.open(folder).config(Models.Config.class).beta();
      assertTrue(beta >= seen, beta + " after " + seen);
      seen = beta;
      count++;
    }
    return count;
  }
}
