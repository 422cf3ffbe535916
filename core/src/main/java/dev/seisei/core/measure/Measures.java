package dev.seisei.core.measure;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.model.Model;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** The measures on the class path. */
public final class Measures {
  private Measures() {}

  /** All measures, by id. */
  public static List<Measure<?>> all() {
    List<Measure<?>> found = new ArrayList<>();
    ServiceLoader.load(Measure.class, Measure.class.getClassLoader()).forEach(found::add);
    found.sort(Comparator.comparing(Measure::id));
    return List.copyOf(found);
  }

  /** The measures that make sense for the model on the data. */
  public static List<Measure<?>> applyingTo(Model model, Dataset data) {
    return all().stream().filter(measure -> measure.appliesTo(model, data)).toList();
  }
}
