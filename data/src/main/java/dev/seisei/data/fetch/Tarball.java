package dev.seisei.data.fetch;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A {@code .tar.gz} file, of which known entries are read or unpacked.
 *
 * <p>No entry's name becomes a path on this machine by itself, and links lead nowhere.
 */
public final class Tarball {
  /** Most bytes of one entry. */
  public static final int MAX_ENTRY = 1 << 28;

  /** Most bytes of all entries together, also of those that are passed over. */
  public static final long MAX_TOTAL = 1L << 31;

  private final Path file;

  public Tarball(Path file) {
    this.file = file;
  }

  /** What is done with an entry. */
  @FunctionalInterface
  public interface Reader {
    /**
     * Takes an entry.
     *
     * @param name as it stands in the archive
     * @param content all of it
     * @throws IOException if it is not as it must be
     */
    void read(String name, byte[] content) throws IOException;
  }

  /**
   * Reads entries, in the archive's order.
   *
   * @param names of plain files in the archive, all of which must be there, once
   * @throws IOException if one is missing, there twice, no plain file or too large, or the archive
   *     is damaged; the message names the archive and the entry
   */
  public void read(Set<String> names, Reader reader) throws IOException {
    Set<String> missing = new TreeSet<>(names);
    try (TarArchiveInputStream tar = open()) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (tar.getBytesRead() + entry.getSize() > MAX_TOTAL) {
          throw bad(entry, "ends beyond " + MAX_TOTAL + " bytes of the unpacked archive");
        }
        if (names.contains(entry.getName())) {
          if (!missing.remove(entry.getName())) {
            throw bad(entry, "is there twice");
          }
          reader.read(entry.getName(), content(tar, entry));
        }
      }
    } catch (EOFException | ZipException e) {
      throw new IOException(file + ": the archive is cut or damaged: " + e.getMessage(), e);
    }
    if (!missing.isEmpty()) {
      throw new IOException(file + ": entries are missing: " + String.join(", ", missing));
    }
  }

  /** Where entries go. */
  @FunctionalInterface
  public interface Places {
    /**
     * The file of an entry; empty if it is passed over.
     *
     * @param name as it stands in the archive, where it may be anything
     * @throws IOException if the name is refused
     */
    Optional<Path> of(String name) throws IOException;
  }

  /**
   * Unpacks plain files, in the archive's order.
   *
   * @throws IOException if an entry is no plain file, goes where another went or cannot be written,
   *     or the archive is damaged; the message names the archive and the entry
   */
  public void unpack(Places places) throws IOException {
    try (TarArchiveInputStream tar = open()) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (tar.getBytesRead() + entry.getSize() > MAX_TOTAL) {
          throw bad(entry, "ends beyond " + MAX_TOTAL + " bytes of the unpacked archive");
        }
        Optional<Path> place = entry.isDirectory() ? Optional.empty() : places.of(entry.getName());
        if (place.isPresent()) {
          requirePlain(entry);
          copy(tar, entry, place.get());
        }
      }
    } catch (EOFException | ZipException e) {
      throw new IOException(file + ": the archive is cut or damaged: " + e.getMessage(), e);
    }
  }

  private void copy(TarArchiveInputStream tar, TarArchiveEntry entry, Path to) throws IOException {
    Files.createDirectories(to.toAbsolutePath().getParent());
    try (FileChannel channel =
        FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      tar.transferTo(Channels.newOutputStream(channel));
      if (channel.position() != entry.getSize()) {
        throw bad(entry, "is cut");
      }
      channel.force(true);
    } catch (FileAlreadyExistsException e) {
      throw bad(entry, "is there twice");
    }
  }

  private void requirePlain(TarArchiveEntry entry) throws IOException {
    if (!entry.isFile() || entry.isLink() || entry.isSymbolicLink() || entry.isSparse()) {
      throw bad(entry, "is no plain file");
    }
  }

  private TarArchiveInputStream open() throws IOException {
    InputStream stored = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    return new TarArchiveInputStream(new GZIPInputStream(stored, 1 << 16));
  }

  private byte[] content(TarArchiveInputStream tar, TarArchiveEntry entry) throws IOException {
    requirePlain(entry);
    if (entry.getSize() > MAX_ENTRY) {
      throw bad(entry, "has " + entry.getSize() + " bytes, more than " + MAX_ENTRY);
    }
    byte[] content = tar.readNBytes((int) entry.getSize());
    if (content.length < entry.getSize()) {
      throw bad(entry, "ends after " + content.length + " of " + entry.getSize() + " bytes");
    }
    return content;
  }

  private IOException bad(TarArchiveEntry entry, String what) {
    return new IOException(file + ": entry " + entry.getName() + " " + what);
  }
}
