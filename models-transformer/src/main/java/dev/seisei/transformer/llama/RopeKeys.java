package dev.seisei.transformer.llama;

import dev.seisei.core.settings.SettingException;
import dev.seisei.core.settings.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * How Hugging Face's files say by what rule rotary angles are scaled: {@code rope_scaling} with
 * {@code rope_type} or the older {@code type}, or the newer {@code rope_parameters}, which has the
 * base of the angles too.
 *
 * <p>Source: Hugging Face's {@code modeling_rope_utils.py}.
 */
final class RopeKeys {
  private final BiFunction<String, String, SettingException> refused;
  private final Map<String, Object> given;

  /**
   * @param refused an error, of a key and what is wrong with it
   * @param given the configuration, of which what is read is taken out
   */
  RopeKeys(BiFunction<String, String, SettingException> refused, Map<String, Object> given) {
    this.refused = refused;
    this.given = given;
  }

  /**
   * Values of a {@link RopeScaling}.
   *
   * @param defaults of the configuration
   */
  Map<String, Object> take(Map<String, Object> defaults) {
    Map<String, Object> rope = new LinkedHashMap<>();
    for (String key : List.of("rope_scaling", "rope_parameters")) {
      rope.putAll(object(key, given.remove(key)));
    }
    partial(given.remove("partial_rotary_factor"));
    partial(rope.remove("partial_rotary_factor"));
    Object base = rope.remove("rope_theta");
    if (base != null) {
      given.putIfAbsent("rope_theta", base);
    }
    Object older = rope.remove("type");
    Object type = rope.getOrDefault("rope_type", older == null ? "default" : older);
    Object length =
        given.getOrDefault(
            "max_position_embeddings", defaults.getOrDefault("max_position_embeddings", 0));
    switch (String.valueOf(type)) {
      case "default", "linear" -> {}
      case "llama3" -> need(rope, "factor", "low_freq_factor", "high_freq_factor");
      case "yarn" -> yarn(rope, length);
      // Angles change with texts longer than max_position_embeddings, which are not read here.
      case "dynamic" -> {
        return Map.of("rope_type", "default");
      }
      default ->
          throw refused.apply(
              "rope_scaling",
              "rope_type must be one of default, linear, dynamic, llama3, yarn, got " + type);
    }
    if (type.equals("linear")) {
      need(rope, "factor");
    }
    rope.put("rope_type", type);
    Set<String> unknown = new TreeSet<>(rope.keySet());
    unknown.removeAll(Settings.keys(RopeScaling.class));
    if (!unknown.isEmpty()) {
      throw refused.apply(
          "rope_scaling", "rope_scaling has keys that are not supported: " + unknown);
    }
    return rope;
  }

  private void yarn(Map<String, Object> rope, Object length) {
    need(rope, "factor");
    rope.putIfAbsent("original_max_position_embeddings", length);
    Object truncate = rope.remove("truncate");
    if (truncate != null && !truncate.equals(true)) {
      throw refused.apply("rope_scaling", "truncate must be true with yarn, got " + truncate);
    }
    Object all = rope.remove("mscale_all_dim");
    Object own = rope.remove("mscale");
    double factor = number("factor", rope.get("factor"));
    if (all != null && own != null && !rope.containsKey("attention_factor")) {
      rope.put(
          "attention_factor",
          magnitude(factor, number("mscale", own))
              / magnitude(factor, number("mscale_all_dim", all)));
    }
  }

  private static double magnitude(double factor, double scale) {
    return factor <= 1 ? 1 : 0.1 * scale * Math.log(factor) + 1;
  }

  private double number(String key, @Nullable Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw refused.apply("rope_scaling", key + " must be a number, got " + value);
  }

  private void need(Map<String, Object> rope, String... keys) {
    for (String key : keys) {
      if (!rope.containsKey(key)) {
        throw refused.apply("rope_scaling", "rope_scaling needs " + key);
      }
    }
  }

  private void partial(@Nullable Object share) {
    if (share != null && number("partial_rotary_factor", share) != 1) {
      throw refused.apply("partial_rotary_factor", "partial_rotary_factor must be 1, got " + share);
    }
  }

  private Map<String, Object> object(String key, @Nullable Object value) {
    Map<String, Object> entries = new LinkedHashMap<>();
    if (value == null) {
      return entries;
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw refused.apply("rope_scaling", key + " must be an object, got " + value);
    }
    map.forEach(
        (name, each) -> {
          if (each instanceof Map<?, ?>) {
            throw refused.apply(
                "rope_scaling", key + " must be one rule for all blocks, got one for " + name);
          }
          if (each != null) {
            entries.put(String.valueOf(name), each);
          }
        });
    return entries;
  }
}
