package dev.seisei.core.settings;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What reflection knows of a settings record. */
final class SettingsType {
  private static final ClassValue<SettingsType> CACHE =
      new ClassValue<>() {
        @Override
        protected SettingsType computeValue(Class<?> type) {
          return new SettingsType(type.asSubclass(Record.class));
        }
      };

  private final Constructor<? extends Record> defaults;
  private final Constructor<? extends Record> canonical;
  private final List<Setting> settings;
  private final Set<String> names;

  private SettingsType(Class<? extends Record> type) {
    RecordComponent[] components = type.getRecordComponents();
    this.settings = Stream.of(components).map(Setting::of).toList();
    this.names = names(type, settings);
    this.canonical =
        constructor(
            type,
            Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new),
            "its canonical constructor");
    this.defaults = constructor(type, new Class<?>[0], "a constructor without parameters");
  }

  private static Set<String> names(Class<?> type, List<Setting> settings) {
    Set<String> names = new LinkedHashSet<>();
    for (Setting setting : settings) {
      Set<String> more = setting.inline() ? of(setting.recordType()).names : Set.of(setting.name());
      for (String name : more) {
        if (!names.add(name)) {
          throw new IllegalArgumentException(
              "record " + type.getName() + " has two settings named " + name);
        }
      }
    }
    return names;
  }

  private static Constructor<? extends Record> constructor(
      Class<? extends Record> type, Class<?>[] parameters, String what) {
    try {
      Constructor<? extends Record> constructor = type.getDeclaredConstructor(parameters);
      constructor.setAccessible(true);
      return constructor;
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(
          "record " + type.getName() + " needs " + what + " to be settings", e);
    }
  }

  static SettingsType of(Class<? extends Record> type) {
    return CACHE.get(type);
  }

  List<Setting> settings() {
    return settings;
  }

  /** The names of the settings; of inline records, those of theirs. */
  Set<String> names() {
    return names;
  }

  /** The record with every component's default. */
  Record defaults() {
    return make(defaults);
  }

  /**
   * The record of the given components.
   *
   * @throws SettingException if the record refuses them
   */
  Record of(List<@Nullable Object> components) {
    return make(canonical, components.toArray());
  }

  private Record make(Constructor<? extends Record> constructor, @Nullable Object... arguments) {
    try {
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      throw refused(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot call " + constructor, e);
    }
  }

  /** What a compact constructor threw; the field is the word its message begins with. */
  private RuntimeException refused(@Nullable Throwable cause) {
    if (cause instanceof SettingException known) {
      return known;
    }
    if (cause instanceof IllegalArgumentException illegal) {
      String message = String.valueOf(illegal.getMessage());
      String field =
          settings.stream()
              .map(Setting::name)
              .filter(name -> message.startsWith(name + " "))
              .findFirst()
              .orElse("");
      SettingException refused = new SettingException(field, message);
      refused.initCause(illegal);
      return refused;
    }
    if (cause instanceof RuntimeException unexpected) {
      return unexpected;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return new IllegalStateException(cause);
  }
}
