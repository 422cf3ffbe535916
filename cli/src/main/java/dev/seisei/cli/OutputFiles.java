package dev.seisei.cli;

import dev.seisei.core.settings.SettingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that a command is to write. */
final class OutputFiles {
  private OutputFiles() {}

  /** The folder that a file is to be in. */
  static Path folder(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return folder == null ? file.toAbsolutePath() : folder;
  }

  /**
   * Finds out before long work that its result could not be written.
   *
   * @param option that names the file, without its dashes
   * @throws SettingException if the file's folder is missing or may not be written to, or the file
   *     is a folder
   */
  static void check(String option, Path file) {
    if (Files.isDirectory(file)) {
      throw new SettingException(option, "--" + option + " " + file + " is a folder, not a file");
    }
    Path folder = folder(file);
    if (!Files.isDirectory(folder)) {
      throw new SettingException(
          option, "--" + option + " " + file + ": the folder " + folder + " does not exist");
    }
    if (!Files.isWritable(folder)) {
      throw new SettingException(
          option, "--" + option + " " + file + ": the folder " + folder + " may not be written to");
    }
  }
}
