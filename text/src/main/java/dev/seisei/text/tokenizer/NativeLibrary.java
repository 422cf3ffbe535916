package dev.seisei.text.tokenizer;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import dev.seisei.core.checkpoint.Home;
import dev.seisei.core.file.FileReason;
import dev.seisei.core.file.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The native part of the library that reads {@code tokenizer.json}: taken out of its archive into
 * the user's cache once, and loaded from there. Never fetched from anywhere.
 */
final class NativeLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);
  private static final String ROOT = "/native/lib/";

  private static boolean loaded;

  private NativeLibrary() {}

  /**
   * Loads it, if it is not yet.
   *
   * @throws IllegalStateException if there is none for this machine, or it cannot be loaded
   * @throws UncheckedIOException if it cannot be written to where it is loaded from
   */
  static synchronized TokenizersLibrary load() {
    if (!loaded) {
      String platform = platform();
      try {
        Path folder = folder(platform);
        for (String name : names()) {
          System.load(folder.resolve(name).toString());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(
            "cannot unpack the library that reads tokenizer.json: " + FileReason.withFile(e), e);
      } catch (UnsatisfiedLinkError e) {
        throw new IllegalStateException(
            "the library that reads tokenizer.json cannot be loaded: " + e.getMessage(), e);
      }
      loaded = true;
    }
    return TokenizersLibrary.LIB;
  }

  private static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String os = system.startsWith("win") ? "win" : system.startsWith("mac") ? "osx" : "linux";
    String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return os + "-" + (machine.equals("amd64") ? "x86_64" : machine);
  }

  private static List<String> names() {
    String own = System.mapLibraryName("tokenizers");
    return own.endsWith(".dll")
        ? List.of("libwinpthread-1.dll", "libgcc_s_seh-1.dll", "libstdc++-6.dll", own)
        : List.of(own);
  }

  /** The folder that the library is in, in the cache if that can be written to. */
  private static Path folder(String platform) throws IOException {
    Path cached =
        Home.cache().resolve("natives").resolve("tokenizers-" + version() + "-" + platform);
    try {
      Files.createDirectories(cached);
      unpack(platform, cached);
      return cached.toAbsolutePath();
    } catch (IOException e) {
      LOG.debug("cannot keep natives in {}", cached, e);
      Path once = Files.createTempDirectory("seisei-tokenizers");
      unpack(platform, once);
      once.toFile().deleteOnExit();
      for (String name : names()) {
        // Deleted before their folder: the last registered is the first.
        once.resolve(name).toFile().deleteOnExit();
      }
      return once;
    }
  }

  private static String version() throws IOException {
    Properties properties = new Properties();
    try (InputStream in = resource(ROOT + "tokenizers.properties").openStream()) {
      properties.load(in);
    }
    return properties.getProperty("version", "unknown");
  }

  private static void unpack(String platform, Path folder) throws IOException {
    for (String name : names()) {
      URLConnection from = resource(ROOT + platform + "/cpu/" + name).openConnection();
      Path to = folder.resolve(name);
      if (!Files.exists(to) || Files.size(to) != from.getContentLengthLong()) {
        try (InputStream in = from.getInputStream()) {
          WholeFile.write(to, in::transferTo);
        }
      }
    }
  }

  private static URL resource(String name) {
    URL found = TokenizersLibrary.class.getResource(name);
    if (found == null) {
      throw new IllegalStateException(
          "the library that reads tokenizer.json has nothing for this machine: no " + name);
    }
    return found;
  }
}
