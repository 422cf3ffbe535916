package dev.seisei.core.checkpoint;

import dev.seisei.core.file.FileReason;
import dev.seisei.core.settings.SettingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Where Seisei's files are on this machine. */
public final class Home {
  /** The name of the folder of models in a {@link #cache}. */
  public static final String MODELS = "models";

  private Home() {}

  /**
   * The folder of the models that come with Seisei: {@code zoo} under the system property {@code
   * seisei.home}, or under the working directory.
   */
  public static Path zoo() {
    return Path.of(System.getProperty("seisei.home", "")).resolve("zoo");
  }

  /**
   * The user's cache: {@code SEISEI_CACHE}, or {@code seisei} under {@code XDG_CACHE_HOME}, or
   * {@code ~/.cache/seisei}.
   */
  public static Path cache() {
    return cache(System.getenv(), Path.of(System.getProperty("user.home")));
  }

  static Path cache(Map<String, String> environment, Path userHome) {
    String own = environment.get("SEISEI_CACHE");
    if (own != null && !own.isBlank()) {
      return Path.of(own);
    }
    String all = environment.get("XDG_CACHE_HOME");
    // The specification has relative paths ignored.
    boolean usable = all != null && Path.of(all).isAbsolute();
    return (usable ? Path.of(String.valueOf(all)) : userHome.resolve(".cache")).resolve("seisei");
  }

  /** The folder of the user's models: {@code models} in {@link #cache}. */
  public static Path models() {
    return cache().resolve(MODELS);
  }

  /**
   * The name, if a model may have it.
   *
   * @throws SettingException if it is no plain name of a file
   */
  public static String requireName(String name) {
    if (!Layout.isPlain(name)) {
      throw new SettingException(
          "name",
          Json.quote(name) + " is no name of a model: it must be a plain name, without / \\ and :");
    }
    return name;
  }

  /**
   * The folder of a model, or its file if it is in one.
   *
   * @param reference a folder, a file of a {@linkplain ModelFormat format} that is known, or a name
   *     looked up in {@link #zoo} and in {@link #models}
   * @throws SettingException if there is none, saying where was looked and naming the models there
   *     are
   */
  public static Path find(String reference) {
    return find(reference, List.of(zoo(), models()));
  }

  static Path find(String reference, List<Path> places) {
    Path given = path(reference);
    if (given != null && Checkpoint.isCheckpoint(given)) {
      return given;
    }
    if (Layout.isPlain(reference)) {
      for (Path place : places) {
        Path folder = place.resolve(reference);
        if (Checkpoint.isCheckpoint(folder)) {
          return folder;
        }
      }
    }
    if (given != null && Files.isRegularFile(given)) {
      // Says which formats there are.
      ModelFormats.get(given);
    }
    throw new SettingException(
        "model",
        "there is no model "
            + Json.quote(reference)
            + ": it is neither a model's folder nor "
            + ModelFormats.file()
            + " nor one of "
            + names(places)
            + " in "
            + places);
  }

  private static @Nullable Path path(String reference) {
    try {
      return reference.isBlank() ? null : Path.of(reference);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static SortedSet<String> names(List<Path> places) {
    SortedSet<String> names = new TreeSet<>();
    for (Path place : places) {
      if (Files.isDirectory(place)) {
        try {
          for (Path folder : Folders.list(place)) {
            String name = String.valueOf(folder.getFileName());
            if (Layout.isPlain(name) && Checkpoint.isCheckpoint(folder)) {
              names.add(name);
            }
          }
        } catch (IOException e) {
          throw new UncheckedIOException("cannot list " + place + ": " + FileReason.of(e), e);
        }
      }
    }
    return names;
  }
}
