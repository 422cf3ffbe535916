package dev.seisei.evaluate;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.PairDataset;
import dev.seisei.core.measure.Measure;
import dev.seisei.core.model.Model;
import dev.seisei.core.model.Translator;
import dev.seisei.core.progress.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How often a model makes exactly what is wanted of a held-out source: {@code exact_match}, the
 * share of sources for which its text equals one of the targets, character for character, and
 * {@code sources}, how many those are. The model decodes as its requests do by default.
 */
public final class ExactMatch implements Measure<ExactMatchSettings> {
  @Override
  public String id() {
    return "exact_match";
  }

  @Override
  public String description() {
    return "share of held-out sources of which exactly a target is made";
  }

  @Override
  public Class<ExactMatchSettings> settingsType() {
    return ExactMatchSettings.class;
  }

  @Override
  public boolean appliesTo(Model model, Dataset data) {
    return data instanceof PairDataset && model.as(Translator.class).isPresent();
  }

  @Override
  public Map<String, Double> measure(
      Model model, Dataset data, ExactMatchSettings settings, Progress progress) {
    Map<String, Set<String>> targets = new LinkedHashMap<>();
    PairDataset.of(data, model.family().id())
        .heldOut()
        .forEach(
            pair ->
                targets
                    .computeIfAbsent(pair.source(), source -> new LinkedHashSet<>())
                    .add(pair.target()));
    List<String> sources = new ArrayList<>(targets.keySet());
    if (settings.sources() > 0) {
      sources = sources.subList(0, Math.min(settings.sources(), sources.size()));
    }
    List<String> found = model.as(Translator.class).orElseThrow().translate(sources, progress);
    int matches = 0;
    for (int i = 0; i < sources.size(); i++) {
      if (targets.getOrDefault(sources.get(i), Set.of()).contains(found.get(i))) {
        matches++;
      }
    }
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("exact_match", matches / (double) sources.size());
    numbers.put("sources", (double) sources.size());
    return numbers;
  }
}
