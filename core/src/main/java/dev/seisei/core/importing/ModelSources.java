package dev.seisei.core.importing;

import dev.seisei.core.settings.SettingException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** The places on the class path that models are brought from. */
public final class ModelSources {
  private ModelSources() {}

  private static List<ModelSource> all() {
    List<ModelSource> found = new ArrayList<>();
    ServiceLoader.load(ModelSource.class, ModelSource.class.getClassLoader()).forEach(found::add);
    return found;
  }

  /** All that can be pulled, as help shows it. */
  public static List<String> forms() {
    return all().stream().flatMap(source -> source.forms().stream()).toList();
  }

  /**
   * The source of a reference.
   *
   * @throws SettingException if nothing understands it, naming what is understood
   */
  static ModelSource of(String reference) {
    return all().stream()
        .filter(source -> source.understands(reference))
        .findFirst()
        .orElseThrow(
            () ->
                new SettingException(
                    "reference",
                    "nothing knows where \""
                        + reference
                        + "\" is; use one of "
                        + String.join(", ", forms())));
  }
}
