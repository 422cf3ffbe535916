package dev.seisei.cli;

import dev.seisei.core.settings.SettingException;
import dev.seisei.core.settings.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The option {@code --set KEY=VALUE}, which may be given many times. */
final class SetOption {
  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A setting; see seisei models NAME. May be given many times.")
  private List<String> pairs = List.of();

  /**
   * All that was set, in order; of what was set twice, the last. The map is the caller's to change.
   *
   * @throws SettingException if something is not KEY=VALUE
   */
  Map<String, String> all() {
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw new SettingException("set", "--set takes KEY=VALUE, got \"" + pair + "\"");
      }
      values.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return values;
  }

  /** What was set of a record's settings. */
  Map<String, String> of(Class<? extends Record> type) {
    Set<String> known = Settings.keys(type);
    Map<String, String> some = all();
    some.keySet().retainAll(known);
    return some;
  }

  /**
   * Checks that every key is a setting of something.
   *
   * @param known the records that have settings, by what messages call them
   * @throws SettingException if a key is not, naming those that are, or something is not KEY=VALUE
   */
  void requireKnown(Map<String, Class<? extends Record>> known) {
    for (String key : all().keySet()) {
      if (known.values().stream().noneMatch(type -> Settings.keys(type).contains(key))) {
        throw new SettingException(
            key,
            "setting \""
                + key
                + "\" is not known; "
                + known.entrySet().stream()
                    .map(each -> each.getKey() + " has " + names(each.getValue()))
                    .collect(Collectors.joining(", ")));
      }
    }
  }

  private static String names(Class<? extends Record> type) {
    Set<String> keys = Settings.keys(type);
    return keys.isEmpty() ? "none" : keys.toString();
  }
}
