package dev.seisei.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.settings.SettingException;
import dev.seisei.engine.memory.MemoryLimitException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

final class FailuresTest {
  @Test
  void filesSayWhatIsWrongWithThem() {
    assertEquals("a/b: no such file or folder", Failures.describe(new NoSuchFileException("a/b")));
    assertEquals("a/b: permission denied", Failures.describe(new AccessDeniedException("a/b")));
    assertEquals("a/b: exists already", Failures.describe(new FileAlreadyExistsException("a/b")));
    assertEquals(
        "a/b: No space left on device",
        Failures.describe(new FileSystemException("a/b", null, "No space left on device")));
  }

  @Test
  void aWrapperIsSeenThrough() {
    assertEquals(
        "a/b: no such file or folder",
        Failures.describe(new UncheckedIOException(new NoSuchFileException("a/b"))));
    assertEquals(
        "cannot save",
        Failures.describe(new UncheckedIOException("cannot save", new IOException("disk"))));
  }

  @Test
  void whatIsMeantForPeopleIsShownAsItIs() {
    assertEquals("n must be > 0", Failures.describe(new SettingException("n", "n must be > 0")));
    assertEquals("two of a name", Failures.describe(new IllegalStateException("two of a name")));
    assertEquals(
        "this plan needs 3 GiB",
        Failures.describe(new MemoryLimitException("this plan needs 3 GiB", null, 3, 1, 2)));
  }

  @Test
  void whatIsNotSaysWhereToLook() {
    assertEquals(
        "ArithmeticException: / by zero (--debug shows where)",
        Failures.describe(new ArithmeticException("/ by zero")));
    assertEquals(
        "IllegalArgumentException (--debug shows where)",
        Failures.describe(new IllegalArgumentException()));
  }

  @Test
  void outOfMemorySaysHowToGetMore() {
    assertEquals(
        "out of memory (Java heap space); SEISEI_JAVA_OPTS=-Xmx8g would allow 8 GB",
        Failures.describe(new OutOfMemoryError("Java heap space")));
  }

  @Test
  void severalLinesBecomeOne() {
    Cli.Result result = Cli.run("evaluate", "model", "--data", "a\nb");
    assertEquals(2, result.exitCode());
    assertTrue(result.err().startsWith("seisei: data \"a; b\" is not known;"), result.err());
    assertEquals(1, result.err().lines().count(), result.err());
  }
}
