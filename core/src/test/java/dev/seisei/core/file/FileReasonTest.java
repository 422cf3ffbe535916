package dev.seisei.core.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.junit.jupiter.api.Test;

class FileReasonTest {
  @Test
  void saysInWordsWhatTheClassMeans() {
    assertEquals("no such file or folder", FileReason.of(new NoSuchFileException("a")));
    assertEquals("permission denied", FileReason.of(new AccessDeniedException("a")));
    assertEquals("exists already", FileReason.of(new FileAlreadyExistsException("a")));
    assertEquals("not a folder", FileReason.of(new NotDirectoryException("a")));
    assertEquals("the folder is not empty", FileReason.of(new DirectoryNotEmptyException("a")));
    assertEquals("links lead in a circle", FileReason.of(new FileSystemLoopException("a")));
    assertEquals("reading or writing failed", FileReason.of(new FileSystemException("a")));
  }

  @Test
  void keepsTheReasonThatTheSystemGave() {
    String full = "No space left on device";
    assertEquals(full, FileReason.of(new FileSystemException("a", null, full)));
    assertEquals(full, FileReason.of(new IOException(full)));
    assertEquals("reading or writing failed", FileReason.of(new IOException()));
  }
}
