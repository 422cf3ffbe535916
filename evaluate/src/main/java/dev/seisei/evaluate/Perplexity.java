package dev.seisei.evaluate;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.TextDataset;
import dev.seisei.core.measure.Measure;
import dev.seisei.core.model.LanguageModel;
import dev.seisei.core.model.LanguageModel.TextLikelihood;
import dev.seisei.core.model.Model;
import dev.seisei.core.progress.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How well a model predicts the held-out text:
 *
 * <ul>
 *   <li>{@code nats_per_char}: −log p of all tokens over the number of characters (code points);
 *   <li>{@code bits_per_byte}: the same in bits over the number of bytes in UTF-8; both compare
 *       models of any vocabulary;
 *   <li>{@code nats_per_token}, and {@code perplexity}, its exponential: compare models of one
 *       vocabulary only.
 * </ul>
 *
 * <p>Every token is predicted once, from all that the model remembers before it. The first is
 * counted too, as one of V that are equally likely.
 */
public final class Perplexity implements Measure<PerplexitySettings> {
  @Override
  public String id() {
    return "perplexity";
  }

  @Override
  public String description() {
    return "how well the held-out text is predicted, in nats a character and a token, and in bits a"
        + " byte";
  }

  @Override
  public Class<PerplexitySettings> settingsType() {
    return PerplexitySettings.class;
  }

  @Override
  public boolean appliesTo(Model model, Dataset data) {
    return data instanceof TextDataset && model.as(LanguageModel.class).isPresent();
  }

  @Override
  public Map<String, Double> measure(
      Model model, Dataset data, PerplexitySettings settings, Progress progress) {
    List<String> documents = TextDataset.of(data, model.family().id()).heldOut();
    if (settings.characters() > 0) {
      documents = first(documents, settings.characters());
    }
    TextLikelihood found =
        model.as(LanguageModel.class).orElseThrow().likelihood(documents, progress);
    double perToken = found.nats() / (double) found.tokens();
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("nats_per_char", found.nats() / (double) found.characters());
    numbers.put("bits_per_byte", found.nats() / Math.log(2) / (double) found.bytes());
    numbers.put("nats_per_token", perToken);
    numbers.put("perplexity", Math.exp(perToken));
    numbers.put("characters", (double) found.characters());
    numbers.put("tokens", (double) found.tokens());
    return numbers;
  }

  /** The first characters of some documents. */
  private static List<String> first(List<String> documents, int characters) {
    List<String> first = new ArrayList<>();
    int left = characters;
    for (String document : documents) {
      int length = document.codePointCount(0, document.length());
      if (left > 0) {
        int end = document.offsetByCodePoints(0, Math.min(length, left));
        first.add(document.substring(0, end));
        left -= Math.min(length, left);
      }
    }
    return first;
  }
}
