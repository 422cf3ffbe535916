package dev.seisei.core.checkpoint;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The names of a checkpoint's files, as Hugging Face has them where it has them. */
final class Layout {
  static final String CONFIG = "config.json";
  static final String WEIGHTS = "model.safetensors";
  static final String STATE = "state.safetensors";
  static final String GRAPHS = "graphs.json";
  static final String TRAINING = "training.json";
  static final String CARD = "README.md";

  private static final List<String> FILES =
      List.of(CONFIG, WEIGHTS, STATE, GRAPHS, TRAINING, CARD, index(WEIGHTS), index(STATE));

  private static final Pattern SHARD =
      Pattern.compile("(model|state)-[0-9]{5}-of-[0-9]{5}\\.safetensors");

  private Layout() {}

  /** The index of a file that is cut into shards. */
  static String index(String file) {
    return file + ".index.json";
  }

  /** One of the shards of a file, counted from 1. */
  static String shard(String file, int number, int count) {
    int dot = file.lastIndexOf('.');
    return String.format(
        Locale.ROOT,
        "%s-%05d-of-%05d%s",
        file.substring(0, dot),
        number,
        count,
        file.substring(dot));
  }

  /** Whether a file belongs to a checkpoint, so that the next one replaces or drops it. */
  static boolean owns(String name) {
    return FILES.contains(name) || SHARD.matcher(name).matches();
  }

  /** Whether a file is the named one, or one of those that it is cut into, or their index. */
  static boolean isPartOf(String name, String file) {
    return file.equals(name)
        || (name.endsWith(".safetensors")
            && (file.equals(index(name))
                || (SHARD.matcher(file).matches()
                    && file.startsWith(name.substring(0, name.lastIndexOf('.')) + "-"))));
  }

  /** Whether this names a file of a folder and nothing else. */
  static boolean isPlain(String name) {
    try {
      Path path = Path.of(name);
      return path.getNameCount() == 1
          && !path.isAbsolute()
          && !name.startsWith(".")
          && name.equals(String.valueOf(path.getFileName()))
          && name.indexOf('/') < 0
          && name.indexOf('\\') < 0
          && name.indexOf(':') < 0
          && !name.isBlank();
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
