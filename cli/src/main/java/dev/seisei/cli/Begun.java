package dev.seisei.cli;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.settings.SettingException;
import dev.seisei.core.settings.Settings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a training was begun with, as the folder it saves into remembers it. */
final class Begun {
  private static final String SETTINGS_PREFIX = "settings.";

  private final Path folder;
  private final Checkpoint checkpoint;

  private Begun(Path folder, Checkpoint checkpoint) {
    this.folder = folder;
    this.checkpoint = checkpoint;
  }

  /**
   * @throws SettingException if there is no training to go on with
   */
  static Begun in(Path folder) {
    if (!Checkpoint.isCheckpoint(folder)) {
      throw new SettingException(
          "resume",
          "--resume: there is no training in " + folder + "; without --resume one is begun");
    }
    return new Begun(folder, Checkpoint.open(folder));
  }

  String family() {
    return checkpoint.modelType();
  }

  String data() {
    return String.valueOf(remembered("data"));
  }

  long seed() {
    return remembered("seed") instanceof Number seed
        ? seed.longValue()
        : Long.parseLong(String.valueOf(remembered("seed")));
  }

  <C extends Record> C config(Class<C> type) {
    return checkpoint.config(type);
  }

  <T extends Record> T settings(Class<T> type) {
    Map<String, Object> values = new LinkedHashMap<>();
    checkpoint
        .training()
        .forEach(
            (name, value) -> {
              if (name.startsWith(SETTINGS_PREFIX)) {
                values.put(name.substring(SETTINGS_PREFIX.length()), value);
              }
            });
    return Settings.bind(type, values);
  }

  private Object remembered(String name) {
    Object value = checkpoint.training().get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          folder + " cannot be gone on with: its training.json has no \"" + name + "\"");
    }
    return value;
  }

  /**
   * Checks that what is given again is what the training was begun with.
   *
   * @param given null if it is not given again
   * @throws SettingException if it is something else
   */
  void requireSame(String field, @Nullable Object given, Object begunWith) {
    if (given != null && !Objects.equals(given, begunWith)) {
      throw new SettingException(
          field,
          "--resume: the training in "
              + folder
              + " was begun with "
              + field
              + " "
              + begunWith
              + ", not "
              + given);
    }
  }

  /** Checks that settings given again are those that the training was begun with. */
  void requireSame(Record begunWith, Map<String, String> given) {
    given.forEach(
        (key, value) -> {
          if (!Settings.bind(begunWith, Map.of(key, value)).equals(begunWith)) {
            throw new SettingException(
                key,
                "--resume: the training in "
                    + folder
                    + " was begun with another "
                    + key
                    + " than "
                    + value);
          }
        });
  }
}
