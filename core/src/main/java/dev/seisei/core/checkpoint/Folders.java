package dev.seisei.core.checkpoint;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** What the JDK does not do with folders in one call. */
final class Folders {
  private static final boolean CAN_SYNC = File.separatorChar == '/';

  private Folders() {}

  static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** What a folder holds, sorted. */
  static List<Path> list(Path folder) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(entries::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    entries.sort(null);
    return entries;
  }

  /** Renames, at once or not at all. */
  static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Brings a folder's entries to the disk, where the system can. */
  static void sync(Path folder) throws IOException {
    if (CAN_SYNC) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** Gives a file a second name, or makes a copy where the file system has no such links. */
  static void link(Path file, Path to) throws IOException {
    try {
      Files.createLink(to, file);
    } catch (UnsupportedOperationException | FileSystemException e) {
      Files.deleteIfExists(to);
      Files.copy(file, to);
      try (FileChannel channel = FileChannel.open(to, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    }
  }
}
