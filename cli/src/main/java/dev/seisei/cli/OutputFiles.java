package dev.seisei.cli;

import dev.seisei.core.file.FileReason;
import dev.seisei.core.file.WholeFile;
import dev.seisei.core.settings.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that a command is to write. */
final class OutputFiles {
  private OutputFiles() {}

  /**
   * Finds out before long work that its result could not be written.
   *
   * @param option that names the file, without its dashes
   * @throws SettingException if the file's folder is missing or may not be written to, or the file
   *     is a folder, or a device that may not be written to
   */
  static void check(String option, Path file) {
    if (Files.isDirectory(file)) {
      throw new SettingException(option, "--" + option + " " + file + " is a folder, not a file");
    }
    if (WholeFile.isSpecial(file)) {
      require(Files.isWritable(file), option, file, "may not be written to");
      return;
    }
    Path folder = folder(option, file);
    require(Files.isDirectory(folder), option, file, "the folder " + folder + " does not exist");
    require(
        Files.isWritable(folder), option, file, "the folder " + folder + " may not be written to");
  }

  /** The folder that the file will be in. */
  private static Path folder(String option, Path file) {
    try {
      Path place = WholeFile.place(file).toAbsolutePath();
      Path folder = place.getParent();
      return folder == null ? place : folder;
    } catch (IOException e) {
      throw new SettingException(option, "--" + option + " " + file + ": " + FileReason.of(e));
    }
  }

  private static void require(boolean met, String option, Path file, String complaint) {
    if (!met) {
      throw new SettingException(option, "--" + option + " " + file + ": " + complaint);
    }
  }
}
