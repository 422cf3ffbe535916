package dev.seisei.transformer.gpt2;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.settings.SettingException;
import dev.seisei.core.settings.Settings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What GPT-2's files of others have that those of this project have not: other keys beside the
 * configuration, names without {@code transformer.} in front, and tensors that are no weights.
 */
final class Gpt2Files {
  /** Masks that older files keep with every block, and the output layer of a model that ties it. */
  private static final Pattern NO_WEIGHT =
      Pattern.compile("(transformer\\.)?h\\.\\d+\\.attn\\.(bias|masked_bias)|lm_head\\.weight");

  private Gpt2Files() {}

  /**
   * The configuration. Keys that do not change what the model computes are passed over.
   *
   * @throws SettingException if one asks for what is not here, or has a bad value
   */
  static Gpt2Config config(Checkpoint checkpoint) {
    Map<String, Object> all = checkpoint.config();
    if (Boolean.TRUE.equals(all.get("add_cross_attention"))) {
      throw new SettingException(
          "add_cross_attention",
          checkpoint.folder() + ": add_cross_attention must be false, got true");
    }
    Set<String> known = Settings.keys(Gpt2Config.class);
    Map<String, Object> values = new LinkedHashMap<>(all);
    values.keySet().retainAll(known);
    Gpt2Config config = checkpoint.config(Gpt2Config.class, values);
    if (config.vocabSize() == 0) {
      throw new SettingException(
          "vocab_size", checkpoint.folder() + ": vocab_size must be > 0, got 0");
    }
    return config;
  }

  /** The graph under the names that a checkpoint has. */
  static Gpt2Graph graph(Checkpoint checkpoint) {
    return new Gpt2Graph(!checkpoint.weightNames().contains("wte.weight"));
  }

  /** Whether a tensor may be left over. */
  static boolean isNoWeight(String name) {
    return NO_WEIGHT.matcher(name).matches();
  }
}
