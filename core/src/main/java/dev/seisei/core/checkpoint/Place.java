package dev.seisei.core.checkpoint;

import dev.seisei.core.file.FolderTrees;
import dev.seisei.core.lock.ProcessLock;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The place of a folder that is replaced whole or not at all.
 *
 * <p>A save with the id X goes through these steps, each a single rename; beside the folder NAME
 * there are, hidden:
 *
 * <ol>
 *   <li>{@code .NAME.lock-X}, locked while the saving process lives
 *   <li>{@code .NAME.new-X}, being written
 *   <li>{@code .NAME.ready-X}: the same, complete and on the disk
 *   <li>{@code .NAME.old-X}: the old folder; NAME is missing
 *   <li>NAME: the new folder; then what the old one held of others' moves in, and the rest of it is
 *       deleted
 * </ol>
 *
 * <p>After a crash the next one who looks {@linkplain #recover completes} that.
 */
final class Place {
  private static final Logger LOG = LoggerFactory.getLogger(Place.class);
  private static final SecureRandom IDS = new SecureRandom();
  private static final long RENAME_NANOS = 2_000_000;
  private static final int MOST_WAITS = 5000;

  private static final int MOST_LINKS = 40;

  /** Several, as one save may follow another. */
  private static final int MOST_LOOKS = 4;

  private final Path folder;
  private final Path parent;
  private final String name;
  private final Pattern sibling;

  private Place(Path folder, Path parent, String name) {
    this.folder = folder;
    this.parent = parent;
    this.name = name;
    this.sibling =
        Pattern.compile("\\." + Pattern.quote(name) + "\\.(?:lock|new|ready|old)-([0-9a-f]{16})");
  }

  /**
   * The place of a folder, which need not exist. A link to a folder is followed: what is replaced
   * is the folder, not the link.
   *
   * @throws FileSystemException if it is the root
   */
  static Place of(Path given) throws IOException {
    Path folder = given.toAbsolutePath().normalize();
    // Not by its real path: in the middle of a save there is none.
    for (int i = 0; i < MOST_LINKS && Files.isSymbolicLink(folder); i++) {
      folder = folder.resolveSibling(Files.readSymbolicLink(folder)).normalize();
    }
    Path parent = folder.getParent();
    if (parent == null) {
      throw new FileSystemException(given.toString(), null, "nothing can be beside the root");
    }
    String name = String.valueOf(folder.getFileName());
    Path realParent = Files.exists(parent) ? parent.toRealPath() : parent;
    return new Place(realParent.resolve(name), realParent, name);
  }

  Path folder() {
    return folder;
  }

  private Path beside(String kind, String id) {
    return parent.resolve("." + name + "." + kind + "-" + id);
  }

  /** The ids of saves that left something beside the folder, or are going on. */
  private SortedSet<String> saves() throws IOException {
    SortedSet<String> ids = new TreeSet<>();
    if (Files.isDirectory(parent)) {
      for (Path entry : Folders.list(parent)) {
        Matcher matcher = sibling.matcher(String.valueOf(entry.getFileName()));
        if (matcher.matches()) {
          ids.add(matcher.group(1));
        }
      }
    }
    return ids;
  }

  /**
   * Looks into the folder. If that finds nothing, it may be because the folder is being replaced in
   * this moment: then looks again.
   */
  <T> Optional<T> look(Supplier<Optional<T>> into) throws IOException {
    Optional<T> found = Optional.empty();
    for (int i = 0; i < MOST_LOOKS && found.isEmpty(); i++) {
      recover();
      found = into.get();
    }
    return found;
  }

  /**
   * Completes what processes left behind that were killed while saving. If one that lives is about
   * to rename, waits until it has.
   */
  void recover() throws IOException {
    for (int i = 0; i < MOST_WAITS; i++) {
      boolean renaming = false;
      for (String id : saves()) {
        Optional<ProcessLock> lock = ProcessLock.tryAcquire(beside("lock", id));
        if (lock.isPresent()) {
          ProcessLock held = lock.get();
          try {
            complete(id);
          } finally {
            held.remove();
          }
        } else {
          renaming |= Folders.exists(beside("old", id)) || Folders.exists(beside("ready", id));
        }
      }
      if (!renaming || Folders.exists(folder)) {
        return;
      }
      LockSupport.parkNanos(RENAME_NANOS);
    }
  }

  private void complete(String id) throws IOException {
    Path ready = beside("ready", id);
    Path old = beside("old", id);
    FolderTrees.delete(beside("new", id));
    if (Folders.exists(ready)) {
      if (isFree()) {
        LOG.info("completing the save to {} that was interrupted", folder);
        Folders.move(ready, folder);
        Folders.sync(parent);
      } else if (!Folders.exists(old)) {
        FolderTrees.delete(ready);
      } else {
        // Something else was put into the place meanwhile: which of the three to keep is for
        // people.
        LOG.warn(
            "{} was made while it was being replaced; its models are in {} and {}",
            folder,
            ready,
            old);
        return;
      }
    }
    if (Folders.exists(old)) {
      if (Folders.exists(folder)) {
        dissolve(old);
      } else {
        Folders.move(old, folder);
      }
    }
  }

  /** Whether a folder can be put into the place without deleting anything. */
  private boolean isFree() throws IOException {
    return !Folders.exists(folder) || (Files.isDirectory(folder) && Folders.list(folder).isEmpty());
  }

  /** Moves what is not the checkpoint's own into the new folder, and deletes the rest. */
  private void dissolve(Path old) throws IOException {
    for (Path entry : Folders.list(old)) {
      String file = String.valueOf(entry.getFileName());
      Path place = folder.resolve(file);
      if (!Layout.owns(file) && !Folders.exists(place)) {
        Folders.move(entry, place);
      }
    }
    Folders.sync(folder);
    FolderTrees.delete(old);
  }

  /** Begins a save. */
  Save begin() throws IOException {
    Files.createDirectories(parent);
    while (true) {
      byte[] random = new byte[8];
      IDS.nextBytes(random);
      String id = HexFormat.of().formatHex(random);
      Optional<ProcessLock> lock = ProcessLock.tryAcquire(beside("lock", id));
      // Else another process took our lock for litter in the moment before we locked it.
      if (lock.isPresent()) {
        return new Save(id, lock.get());
      }
    }
  }

  /** A save that goes on. Closing it before {@link #publish} has done its work undoes it. */
  final class Save implements AutoCloseable {
    private final ProcessLock lock;
    private final Path fresh;
    private final Path ready;
    private final Path old;

    private Save(String id, ProcessLock lock) throws IOException {
      this.lock = lock;
      this.fresh = beside("new", id);
      this.ready = beside("ready", id);
      this.old = beside("old", id);
      try {
        Files.createDirectory(fresh);
      } catch (IOException e) {
        lock.remove();
        throw e;
      }
    }

    /** The folder to write to. */
    Path folder() {
      return fresh;
    }

    /** Puts the new folder into the place of the old one. */
    void publish() throws IOException {
      Folders.sync(fresh);
      Folders.move(fresh, ready);
      Folders.sync(parent);
      boolean replaces = Folders.exists(folder);
      if (replaces) {
        Folders.move(folder, old);
      }
      try {
        Folders.move(ready, folder);
      } catch (IOException e) {
        if (replaces) {
          restore(e);
        }
        throw e;
      }
      Folders.sync(parent);
      if (replaces) {
        finish();
      }
    }

    private void restore(IOException reason) {
      try {
        Folders.move(old, folder);
      } catch (IOException e) {
        reason.addSuppressed(e);
      }
    }

    /** The new one is in its place: what goes wrong now is litter, which the next save removes. */
    private void finish() {
      try {
        dissolve(old);
      } catch (IOException e) {
        LOG.warn("cannot remove the replaced model {}", old, e);
      }
    }

    @Override
    public void close() throws IOException {
      try {
        FolderTrees.delete(fresh);
        if (!Folders.exists(old)) {
          FolderTrees.delete(ready);
        }
      } finally {
        lock.remove();
      }
    }
  }
}
