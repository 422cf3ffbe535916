package dev.seisei.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.settings.SettingException;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointWriterTest {
  private static final List<String> FILES =
      List.of(
          "README.md", "config.json", "model.safetensors", "state.safetensors", "training.json");

  @TempDir Path temporary;

  private Path folder() {
    return temporary.resolve("runs").resolve("v");
  }

  private void assertNothingBeside() throws IOException {
    assertEquals(List.of("v"), Models.names(temporary.resolve("runs")));
  }

  @Test
  void aNewFolderHoldsWhatWasGiven() throws IOException {
    Models.step(folder(), 7).commit();
    assertEquals(7, Models.stepOf(folder()));
    assertEquals(FILES, Models.names(folder()));
    assertNothingBeside();
    assertEquals(
        """
        {
          "model_type" : "test",
          "format_version" : 1,
          "latent_dim" : 8,
          "beta" : 7.0
        }
        """,
        Files.readString(folder().resolve("config.json")));
    assertEquals("---\nstep: 7\n---\nStep 7\n", Files.readString(folder().resolve("README.md")));
  }

  @Test
  void theNextOneReplacesItWhole() throws IOException {
    Models.step(folder(), 7).commit();
    CheckpointWriter.to(folder()).config("test", new Models.Config()).commit();
    assertEquals(List.of("config.json"), Models.names(folder()));
    assertNothingBeside();
  }

  @Test
  void nothingHappensBeforeCommit() throws IOException {
    Models.step(folder(), 7).commit();
    Models.step(folder(), 8);
    assertEquals(7, Models.stepOf(folder()));
    assertNothingBeside();
  }

  @Test
  void tensorsAreReadAtCommit() {
    Tensor tensor = Tensor.of(new float[] {1}, 1);
    CheckpointWriter writer =
        CheckpointWriter.to(folder())
            .config("test", new Models.Config())
            .weights(Map.of("w", tensor));
    tensor.setDouble(0, 5);
    writer.commit();
    assertEquals(5, Safetensors.open(folder().resolve(Layout.WEIGHTS)).read("w").getDouble(0));
  }

  @Test
  void filesOfOthersSurvive() throws IOException {
    Models.step(folder(), 7).file("loss.csv", new byte[] {1}).commit();
    Files.writeString(folder().resolve("notes.txt"), "mine");
    Files.writeString(folder().resolve(".hidden"), "mine");
    Files.createDirectories(folder().resolve("logs/a"));
    Files.writeString(folder().resolve("logs/a/b"), "mine");
    Models.step(folder(), 8).commit();
    assertEquals(8, Models.stepOf(folder()));
    assertEquals("mine", Files.readString(folder().resolve("notes.txt")));
    assertEquals("mine", Files.readString(folder().resolve(".hidden")));
    assertEquals("mine", Files.readString(folder().resolve("logs/a/b")));
    assertArrayEquals(new byte[] {1}, Files.readAllBytes(folder().resolve("loss.csv")));
    Models.step(folder(), 9).file("loss.csv", new byte[] {2}).commit();
    assertArrayEquals(new byte[] {2}, Files.readAllBytes(folder().resolve("loss.csv")));
    assertNothingBeside();
  }

  @Test
  void aFileIsKeptAsItIs() throws IOException {
    Models.step(folder(), 7).commit();
    Object before = Files.readAttributes(folder().resolve(Layout.STATE), "*").get("fileKey");
    CheckpointWriter.to(folder())
        .config("test", new Models.Config())
        .keep(Layout.STATE)
        .keep("absent.txt")
        .commit();
    assertEquals(List.of("config.json", "state.safetensors"), Models.names(folder()));
    assertEquals(before, Files.readAttributes(folder().resolve(Layout.STATE), "*").get("fileKey"));
    assertEquals(7, Safetensors.open(folder().resolve(Layout.STATE)).read("m").getDouble(0));
  }

  @Test
  void whatIsGivenAnewIsNotKept() {
    Models.step(folder(), 7).commit();
    Models.step(folder(), 8).keep(Layout.STATE).keep(Layout.CONFIG).commit();
    assertEquals(8, Models.stepOf(folder()));
  }

  @Test
  void largeWeightsAreCutIntoShardsAndReadAsOne() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < 7; i++) {
      tensors.put("layer." + i, Tensors.random(i, i % 2 == 0 ? DType.F32 : DType.F16, 5, i + 1));
    }
    CheckpointWriter.to(folder(), 150)
        .config("test", new Models.Config())
        .weights(tensors)
        .state(tensors)
        .commit();
    List<String> names = Models.names(folder());
    assertTrue(names.contains("model.safetensors.index.json"), names::toString);
    assertTrue(names.contains("model-00001-of-00004.safetensors"), names::toString);
    assertFalse(names.contains("model.safetensors"), names::toString);
    TensorFiles files = TensorFiles.open(folder(), Layout.WEIGHTS).orElseThrow();
    Tensors.assertSame(tensors, files.read(files.names()));
    Tensors.assertSame(tensors, Checkpoint.open(folder()).state().orElseThrow());

    CheckpointWriter.to(folder()).config("test", new Models.Config()).keep(Layout.STATE).commit();
    Tensors.assertSame(tensors, Checkpoint.open(folder()).state().orElseThrow());
    assertEquals(
        names.stream().filter(name -> !name.startsWith("model")).toList(), Models.names(folder()));
    Models.step(folder(), 7).commit();
    assertEquals(FILES, Models.names(folder()));
  }

  @Test
  void aFolderThatHoldsSomethingElseIsRefused() throws IOException {
    Files.createDirectories(folder());
    Files.writeString(folder().resolve("thesis.txt"), "mine");
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> CheckpointWriter.to(folder()));
    assertEquals(
        folder() + " is not empty and holds no model; choose another folder", refused.getMessage());
    Files.writeString(folder().resolve("config.json"), "{\"name\": \"somebody else's\"}");
    assertThrows(IllegalArgumentException.class, () -> CheckpointWriter.to(folder()));
    assertEquals(List.of("config.json", "thesis.txt"), Models.names(folder()));
  }

  @Test
  void aFolderThatFillsBeforeCommitIsRefused() throws IOException {
    CheckpointWriter writer = Models.step(folder(), 7);
    Files.createDirectories(folder());
    Files.writeString(folder().resolve("thesis.txt"), "mine");
    assertThrows(IllegalArgumentException.class, writer::commit);
    assertEquals(List.of("thesis.txt"), Models.names(folder()));
    assertNothingBeside();
  }

  @Test
  void hiddenFilesDoNotMakeAFolderSomebodyElses() throws IOException {
    Files.createDirectories(folder());
    Files.writeString(folder().resolve(".lock"), "");
    Models.step(folder(), 7).commit();
    assertEquals(7, Models.stepOf(folder()));
    assertTrue(Files.exists(folder().resolve(".lock")));
    assertNothingBeside();
  }

  @Test
  void aFileAndTheRootAreRefused() throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "mine");
    assertThrows(IllegalArgumentException.class, () -> CheckpointWriter.to(file));
    assertThrows(UncheckedIOException.class, () -> CheckpointWriter.to(temporary.getRoot()));
    Path below = file.resolve("v");
    CheckpointWriter writer = Models.step(below, 1);
    UncheckedIOException failed = assertThrows(UncheckedIOException.class, writer::commit);
    assertTrue(
        String.valueOf(failed.getMessage()).startsWith("cannot save a model to " + below + ": "),
        failed::getMessage);
    assertEquals("mine", Files.readString(file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".",
        "..",
        "../x",
        "a/b",
        "a\\b",
        "/etc/passwd",
        ".hidden",
        "a\u0000b",
        "c:x"
      })
  void namesThatLeadElsewhereAreRefused(String name) {
    CheckpointWriter writer = CheckpointWriter.to(folder());
    assertThrows(IllegalArgumentException.class, () -> writer.file(name, new byte[0]));
    assertThrows(IllegalArgumentException.class, () -> writer.keep(name));
  }

  record Infinite(double limit) {
    Infinite() {
      this(Double.POSITIVE_INFINITY);
    }
  }

  record Misnamed(int modelType) {
    Misnamed() {
      this(1);
    }
  }

  @Test
  void whatCouldNotBeReadBackIsRefusedBeforeAnythingIsWritten() throws IOException {
    CheckpointWriter writer = CheckpointWriter.to(folder());
    assertEquals(
        "limit",
        assertThrows(SettingException.class, () -> writer.config("test", new Infinite())).field());
    assertThrows(IllegalArgumentException.class, () -> writer.config("test", new Misnamed()));
    assertThrows(IllegalArgumentException.class, () -> writer.config(" ", new Models.Config()));
    assertThrows(
        IllegalArgumentException.class, () -> writer.training(Map.of("nested", Map.of("a", 1))));
    Map<String, Object> none = new HashMap<>();
    none.put("loss", null);
    assertThrows(IllegalArgumentException.class, () -> writer.training(none));
    assertFalse(Files.exists(temporary.resolve("runs")));
  }

  @Test
  void partsAreGivenOnceAndCommittedOnce() {
    CheckpointWriter writer = CheckpointWriter.to(folder()).training(Map.of("loss", Double.NaN));
    assertThrows(IllegalStateException.class, () -> writer.training(Map.of()));
    assertThrows(IllegalStateException.class, writer::commit);
    writer.config("test", new Models.Config()).commit();
    assertThrows(IllegalStateException.class, writer::commit);
    assertEquals(Map.of("loss", "NaN"), Checkpoint.open(folder()).training());
  }

  @Test
  void aLinkToAFolderStaysOne() throws IOException {
    Path real = Files.createDirectories(temporary.resolve("disk/v"));
    Files.createDirectories(folder().getParent());
    Files.createSymbolicLink(folder(), real);
    Models.step(folder(), 7).commit();
    Models.step(folder(), 8).commit();
    assertTrue(Files.isSymbolicLink(folder()));
    assertEquals(8, Models.stepOf(real));
    assertEquals(List.of("v"), Models.names(temporary.resolve("disk")));
    assertNothingBeside();
  }

  /** A file whose disk fails after some bytes. */
  private static Part failing(int after) {
    return new Part(
        "failing.bin",
        1 << 20,
        channel -> {
          channel.write(ByteBuffer.allocate(after));
          throw new IOException("No space left on device");
        });
  }

  @Test
  void aDiskThatFailsLeavesTheOldOneAndNothingBeside() throws IOException {
    CheckpointWriter first = Models.step(folder(), 7).add(failing(0));
    assertThrows(UncheckedIOException.class, first::commit);
    assertEquals(List.of(), Models.names(temporary.resolve("runs")));

    Models.step(folder(), 7).commit();
    CheckpointWriter second = Models.step(folder(), 8).add(failing(1000));
    UncheckedIOException failed = assertThrows(UncheckedIOException.class, second::commit);
    assertEquals(
        "cannot save a model to " + folder() + ": failing.bin: No space left on device",
        failed.getMessage());
    assertEquals(7, Models.stepOf(folder()));
    assertEquals(FILES, Models.names(folder()));
    assertNothingBeside();
  }

  @Test
  void aBugInWritingLeavesTheOldOneToo() throws IOException {
    Models.step(folder(), 7).commit();
    CheckpointWriter writer =
        Models.step(folder(), 8)
            .add(
                new Part(
                    "bug.bin",
                    1,
                    channel -> {
                      throw new IllegalStateException("bug");
                    }));
    assertThrows(IllegalStateException.class, writer::commit);
    assertEquals(7, Models.stepOf(folder()));
    assertNothingBeside();
  }

  @Test
  void withoutPermissionTheFolderIsNamed() throws IOException {
    Path runs = Files.createDirectories(temporary.resolve("runs"));
    Files.setPosixFilePermissions(runs, PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      Assumptions.assumeFalse(Files.isWritable(runs), "may write everywhere");
      CheckpointWriter writer = Models.step(folder(), 7);
      UncheckedIOException failed = assertThrows(UncheckedIOException.class, writer::commit);
      assertTrue(
          String.valueOf(failed.getMessage()).endsWith("permission denied"), failed::getMessage);
    } finally {
      Files.setPosixFilePermissions(runs, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  /** A small file system of its own in a folder; skips the test where it may not be mounted. */
  private static void withMount(Path folder, String options, MountedTest test)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Assumptions.assumeTrue(run("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString()));
    try {
      test.run();
    } finally {
      assertTrue(run("umount", folder.toString()));
    }
  }

  interface MountedTest {
    void run() throws IOException, InterruptedException;
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aFullDiskIsSaidWithNumbers() throws IOException, InterruptedException {
    Path runs = temporary.resolve("runs");
    withMount(
        runs,
        "size=256k",
        () -> {
          Models.step(folder(), 7).commit();
          CheckpointWriter writer =
              CheckpointWriter.to(folder())
                  .config("test", new Models.Config())
                  .weights(Map.of("w", Tensors.random(1, DType.F32, 100_000)));
          UncheckedIOException failed = assertThrows(UncheckedIOException.class, writer::commit);
          assertTrue(
              String.valueOf(failed.getMessage())
                  .matches(
                      "cannot save a model to .*/runs/v: model.safetensors: No space left on"
                          + " device; it needs 400\\d\\d\\d bytes, \\d+ are free"),
              failed::getMessage);
          assertEquals(7, Models.stepOf(folder()));
          assertNothingBeside();
        });
  }

  @Test
  void aReadOnlyDiskCanBeReadAndNotWritten() throws IOException, InterruptedException {
    Path runs = temporary.resolve("runs");
    withMount(
        runs,
        "size=256k",
        () -> {
          Models.step(folder(), 7).commit();
          Assumptions.assumeTrue(run("mount", "-o", "remount,ro", runs.toString()));
          assertEquals(7, Models.stepOf(folder()));
          CheckpointWriter writer = Models.step(folder(), 8);
          UncheckedIOException failed = assertThrows(UncheckedIOException.class, writer::commit);
          assertTrue(
              String.valueOf(failed.getMessage()).endsWith("Read-only file system"),
              failed::getMessage);
          assertEquals(7, Models.stepOf(folder()));
          assertNothingBeside();
        });
  }

  @Test
  void aFolderThatCannotBeRenamedStaysAsItIs() throws IOException, InterruptedException {
    withMount(
        folder(),
        "size=256k",
        () -> {
          Files.writeString(folder().resolve(".mine"), "mine");
          CheckpointWriter writer = Models.step(folder(), 7);
          assertThrows(UncheckedIOException.class, writer::commit);
          assertEquals(List.of(".mine"), Models.names(folder()));
          assertNothingBeside();
        });
  }
}
