package dev.seisei.core.checkpoint;

import java.nio.file.Path;

/** Where Seisei's files are on this machine. */
public final class Home {
  private Home() {}

  /**
   * The folder of the models that come with Seisei: {@code zoo} under the system property {@code
   * seisei.home}, or under the working directory.
   */
  public static Path zoo() {
    throw new UnsupportedOperationException();
  }

  /**
   * The user's cache: {@code SEISEI_CACHE}, or {@code seisei} under {@code XDG_CACHE_HOME}, or
   * {@code ~/.cache/seisei}.
   */
  public static Path cache() {
    throw new UnsupportedOperationException();
  }

  /**
   * The folder of a model.
   *
   * @param reference a folder, or a name looked up in {@link #zoo} and in {@code models} in {@link
   *     #cache}
   * @throws dev.seisei.core.settings.SettingException if there is none, saying where was looked and
   *     naming the models there are
   */
  public static Path find(String reference) {
    throw new UnsupportedOperationException(reference);
  }
}
