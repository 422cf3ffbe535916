package dev.seisei.cli;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.settings.SettingException;
import dev.seisei.core.settings.Settings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a training was begun with, as the folder it saves into remembers it: what need not be said
 * again to go on with it. Whether what is said again is the same, the trainer checks.
 */
record Begun(String family, String data, long seed, Checkpoint checkpoint) {
  private static final String SETTINGS_PREFIX = "settings.";

  /**
   * The training in a folder; empty if nothing is saved there yet.
   *
   * @throws IllegalArgumentException if what is there does not say how it was trained
   */
  static Optional<Begun> in(Path folder) {
    if (!Checkpoint.isCheckpoint(folder)) {
      return Optional.empty();
    }
    Checkpoint checkpoint = Checkpoint.open(folder);
    if (checkpoint.training().get("data") instanceof String data
        && checkpoint.training().get("seed") instanceof Number seed) {
      return Optional.of(new Begun(checkpoint.modelType(), data, seed.longValue(), checkpoint));
    }
    throw new IllegalArgumentException(
        folder + " cannot be gone on with: its training.json does not say data and seed");
  }

  /**
   * Checks that the training is of a family, before its configuration is read as that family's.
   *
   * @throws SettingException if it is of another one
   */
  void requireFamily(String given) {
    if (!family.equals(given)) {
      throw new SettingException(
          "family",
          "the training in %s is of the family %s, not %s; name that, or another folder"
              .formatted(checkpoint.folder(), family, given));
    }
  }

  <C extends Record> C config(Class<C> type) {
    return checkpoint.config(type);
  }

  <T extends Record> T settings(Class<T> type) {
    Map<String, Object> settings = new LinkedHashMap<>();
    checkpoint
        .training()
        .forEach(
            (name, value) -> {
              if (name.startsWith(SETTINGS_PREFIX)) {
                settings.put(name.substring(SETTINGS_PREFIX.length()), value);
              }
            });
    return Settings.bind(type, settings);
  }
}
