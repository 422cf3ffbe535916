package dev.seisei.evaluate.anomaly;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.measure.Measure;
import dev.seisei.core.model.AnomalyDetector;
import dev.seisei.core.model.Model;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.settings.Require;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How well a detector's scores tell the anomalous examples of a test set from the normal ones:
 *
 * <ul>
 *   <li>{@code auroc}: the {@linkplain Auroc area under the receiver operating characteristic};
 *   <li>{@code anomalies}: how many examples are anomalous;
 *   <li>{@code examples}: how many there are.
 * </ul>
 */
public final class AnomalyMeasure implements Measure<AnomalySettings> {
  @Override
  public String id() {
    return "anomaly";
  }

  @Override
  public String description() {
    return "area under the ROC curve of the scores of anomalous and normal test examples";
  }

  @Override
  public Class<AnomalySettings> settingsType() {
    return AnomalySettings.class;
  }

  @Override
  public boolean appliesTo(Model model, Dataset data) {
    return model.as(AnomalyDetector.class).map(each -> each.accepts(data)).orElse(false);
  }

  @Override
  public Map<String, Double> measure(
      Model model, Dataset data, AnomalySettings settings, Progress progress) {
    AnomalyDetector.Scores scores =
        model.as(AnomalyDetector.class).orElseThrow().score(data, progress);
    int anomalies = 0;
    for (boolean anomalous : scores.anomalous()) {
      anomalies += anomalous ? 1 : 0;
    }
    Require.that(
        anomalies > 0 && anomalies < scores.anomalous().length,
        "data",
        "data %s must have normal and anomalous test examples, of %d there are %d anomalous"
            .formatted(data.name(), scores.anomalous().length, anomalies));
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("auroc", Auroc.of(scores.values(), scores.anomalous()));
    numbers.put("anomalies", (double) anomalies);
    numbers.put("examples", (double) scores.values().length);
    return numbers;
  }
}
