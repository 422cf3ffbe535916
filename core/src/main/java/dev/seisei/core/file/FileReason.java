package dev.seisei.core.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Objects;

/** Why something could not be done with a file, in words: the JDK often says it by class alone. */
public final class FileReason {
  private FileReason() {}

  /** The reason alone, without the file, such as {@code permission denied}. */
  public static String of(IOException failure) {
    if (!(failure instanceof FileSystemException file)) {
      return Objects.requireNonNullElse(failure.getMessage(), "reading or writing failed");
    }
    String reason = file.getReason();
    return reason == null ? byClass(file) : reason;
  }

  /** The reason, and the file if the failure knows it. */
  public static String withFile(IOException failure) {
    return failure instanceof FileSystemException file && file.getFile() != null
        ? file.getFile() + ": " + of(failure)
        : of(failure);
  }

  private static String byClass(FileSystemException failure) {
    if (failure instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "exists already";
    }
    if (failure instanceof NotDirectoryException) {
      return "not a folder";
    }
    if (failure instanceof DirectoryNotEmptyException) {
      return "the folder is not empty";
    }
    if (failure instanceof FileSystemLoopException) {
      return "links lead in a circle";
    }
    return "reading or writing failed";
  }
}
