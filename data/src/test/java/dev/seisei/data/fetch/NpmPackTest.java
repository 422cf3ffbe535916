package dev.seisei.data.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** With scripts in npm's place. */
@DisabledOnOs(OS.WINDOWS)
class NpmPackTest {
  @TempDir Path folder;

  private NpmPack npm(String... lines) throws IOException {
    Path script = folder.resolve("npm");
    Files.write(script, Stream.concat(Stream.of("#!/bin/sh"), Stream.of(lines)).toList());
    assertTrue(script.toFile().setExecutable(true));
    return new NpmPack("thing@1.0.0", "give it with --from FILE", script.toString());
  }

  private Path cache() throws IOException {
    return Files.createDirectories(folder.resolve("cache"));
  }

  private List<String> left() throws IOException {
    try (Stream<Path> files = Files.list(cache())) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private String refused(NpmPack npm) throws IOException {
    Path file = cache().resolve("file");
    String message =
        assertThrows(IOException.class, () -> npm.to(file, 10, Progress.SILENT)).toString();
    assertEquals(List.of(), left());
    return message;
  }

  @Test
  void thePackageIsWhatNpmPacks() throws IOException {
    Path file = cache().resolve("file");
    npm("echo \"$@\" > thing-1.0.0.tgz", "echo thing-1.0.0.tgz").to(file, 10, Progress.SILENT);
    String arguments = Files.readString(file);
    assertTrue(arguments.startsWith("pack thing@1.0.0 "), arguments);
    assertTrue(arguments.contains("--ignore-scripts"), arguments);
    assertEquals(List.of("file"), left());
  }

  @Test
  void whatAKilledTryLeftIsSweptAway() throws IOException {
    Path left = Files.createDirectory(cache().resolve("file.npm"));
    Files.writeString(left.resolve("old.tgz"), "old");
    npm("echo new > thing-1.0.0.tgz").to(cache().resolve("file"), 10, Progress.SILENT);
    assertEquals("new\n", Files.readString(cache().resolve("file")));
    assertEquals(List.of("file"), left());
  }

  @Test
  void itsErrorIsHandedOnWhenItFails() throws IOException {
    String message =
        refused(
            npm(
                "echo npm warn something else >&2",
                "echo npm error code ENOTFOUND >&2",
                "echo npm error network no way out >&2",
                "exit 7"));
    assertTrue(
        message.contains(
            "npm pack thing@1.0.0 failed with exit code 7: npm error code ENOTFOUND / npm error"
                + " network no way out; if this machine has no network, "),
        message);
    assertTrue(message.contains("--from FILE"), message);
    assertTrue(refused(npm("echo killed", "exit 1")).contains("code 1: killed; "));
    assertTrue(refused(npm("exit 1")).contains("code 1: it said nothing; "));
  }

  @Test
  void itIsNotedWhenItPacksNothing() throws IOException {
    String message = refused(npm("exit 0"));
    assertTrue(message.contains("left no .tgz file"), message);
  }

  @Test
  void withoutNpmTheWayOutIsNamed() throws IOException {
    String missing = folder.resolve("no-npm-here").toString();
    String message = refused(new NpmPack("thing@1.0.0", "give it with --from FILE", missing));
    assertTrue(message.contains("cannot run " + missing), message);
    assertTrue(message.contains("install Node.js"), message);
    assertTrue(message.contains("--from FILE"), message);
  }

  @Test
  void itIsEndedWhenTheWorkIsCancelled() throws IOException {
    Path started = folder.resolve("started");
    NpmPack endless = npm("echo $$ > '" + started + "'", "while true; do sleep 1; done");
    Progress impatient =
        new Progress() {
          @Override
          public boolean cancelled() {
            return Files.exists(started);
          }
        };
    Path file = cache().resolve("file");
    assertThrows(CancellationException.class, () -> endless.to(file, 10, impatient));
    assertFalse(Files.exists(file));
    assertEquals(List.of(), left());
    long pid = Long.parseLong(Files.readString(started).strip());
    ProcessHandle.of(pid).ifPresent(process -> process.onExit().join());
  }
}
