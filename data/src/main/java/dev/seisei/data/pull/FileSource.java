package dev.seisei.data.pull;

import dev.seisei.core.importing.ModelSource;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.settings.SettingException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Files and folders of this machine, which are copied. */
public final class FileSource implements ModelSource {
  private static final String PREFIX = "file:";

  @Override
  public List<String> forms() {
    return List.of("file:PATH");
  }

  @Override
  public boolean understands(String reference) {
    return reference.startsWith(PREFIX);
  }

  @Override
  public Found find(String reference) throws IOException {
    String text = reference.substring(PREFIX.length());
    Path path;
    try {
      path = text.startsWith("//") ? Path.of(URI.create(reference)) : Path.of(text);
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      throw new SettingException(
          "reference", "\"" + reference + "\" is no file: " + e.getMessage());
    }
    if (text.isBlank() || !Files.exists(path)) {
      throw new SettingException("reference", "there is no file or folder \"" + text + "\"");
    }
    return new Local(path.toRealPath());
  }

  private record Local(Path path) implements Found {
    @Override
    public String source() {
      return PREFIX + path;
    }

    @Override
    public String name() {
      return String.valueOf(path.getFileName());
    }

    @Override
    public Brought bring(Path folder, Progress progress) throws IOException {
      Path model = Unpacked.fresh(folder);
      if (Files.isRegularFile(path)) {
        Path copy = model.resolve(name());
        copy(path, copy, 0, Files.size(path), progress);
        return new Brought(copy, Optional.empty(), Optional.empty());
      }
      List<Path> files;
      try (Stream<Path> walk = Files.walk(path)) {
        files = walk.filter(each -> isVisible(path.relativize(each))).sorted().toList();
      }
      long total = 0;
      for (Path each : files) {
        total += Files.isRegularFile(each) ? Files.size(each) : 0;
      }
      long done = 0;
      for (Path each : files) {
        Path place = model.resolve(path.relativize(each).toString());
        if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
          Files.createDirectories(place);
        } else if (Files.isRegularFile(each)) {
          done = copy(each, place, done, total, progress);
        }
      }
      return new Brought(model, Optional.of(HubSource.KIND), Optional.empty());
    }
  }

  private static boolean isVisible(Path path) {
    for (Path name : path) {
      if (name.toString().startsWith(".")) {
        return false;
      }
    }
    return true;
  }

  /** Copies a file to the disk; returns how much was copied in all. */
  private static long copy(Path from, Path to, long before, long total, Progress progress)
      throws IOException {
    long done = before;
    try (InputStream in = Files.newInputStream(from);
        FileChannel out =
            FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      byte[] buffer = new byte[1 << 20];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        progress.throwIfCancelled();
        ByteBuffer left = ByteBuffer.wrap(buffer, 0, n);
        while (left.hasRemaining()) {
          out.write(left);
        }
        done += n;
        progress.at(done, total, String.valueOf(from.getFileName()));
      }
      out.force(true);
    }
    return done;
  }
}
