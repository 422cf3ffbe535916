package dev.seisei.data.pull;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Paths that others chose, which must not lead out of the folder they are put in. */
final class RelativePaths {
  /** Names that every system takes as they are; none is hidden or leads elsewhere. */
  private static final Pattern PLAIN = Pattern.compile("[^./\\\\:\\p{Cntrl}][^/\\\\:\\p{Cntrl}]*");

  private RelativePaths() {}

  static boolean isPlain(String path) {
    for (String name : path.split("/", -1)) {
      if (!PLAIN.matcher(name).matches()) {
        return false;
      }
    }
    return true;
  }

  /**
   * A path within a folder.
   *
   * @throws IOException if it would lead out of it, or cannot be a name here
   */
  static Path within(Path folder, String path) throws IOException {
    if (isPlain(path)) {
      try {
        return folder.resolve(path);
      } catch (InvalidPathException e) {
        throw new IOException("\"" + path + "\" cannot be a file on this machine", e);
      }
    }
    throw new IOException("\"" + path + "\" is no path of a file in a folder");
  }
}
