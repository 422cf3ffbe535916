package dev.seisei.evaluate;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.dataset.ImageSet;
import dev.seisei.core.measure.Measure;
import dev.seisei.core.model.LatentVariableModel;
import dev.seisei.core.model.Model;
import dev.seisei.core.progress.Progress;
import dev.seisei.data.Binarization;
import dev.seisei.loss.ImportanceWeightedBound;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The likelihood of a test set under a model with latent variables, in nats an example:
 *
 * <ul>
 *   <li>{@code negative_elbo}: the mean over examples of −1/k Σᵢ log wᵢ, with log wᵢ = log p(x, zᵢ)
 *       − log q(zᵢ|x) and zᵢ drawn from q(z|x);
 *   <li>{@code nll}: the mean of −log 1/k Σᵢ wᵢ, which is at least −log p(x) on average, and close
 *       to it for many samples;
 *   <li>{@code nll_standard_error}: of that mean, over the examples.
 * </ul>
 *
 * <p>For a Bernoulli likelihood the test set is binarised once: each pixel is 1 with its grey level
 * as probability.
 *
 * <p>Source: Burda, Grosse and Salakhutdinov, 2016, arXiv 1509.00519, equation 8 and section 5;
 * binarisation: Salakhutdinov and Murray, 2008.
 */
public final class Likelihood implements Measure<LikelihoodSettings> {
  private static final int PIECE = 50;

  @Override
  public String id() {
    return "likelihood";
  }

  @Override
  public String description() {
    return "evidence lower bound and importance-sampled negative log-likelihood of the test set,"
        + " in nats an example";
  }

  @Override
  public Class<LikelihoodSettings> settingsType() {
    return LikelihoodSettings.class;
  }

  @Override
  public boolean appliesTo(Model model, Dataset data) {
    return data instanceof ImageDataset && model.as(LatentVariableModel.class).isPresent();
  }

  @Override
  public Map<String, Double> measure(
      Model model, Dataset data, LikelihoodSettings settings, Progress progress) {
    LatentVariableModel latent = model.as(LatentVariableModel.class).orElseThrow();
    ImageSet test = TestImages.of(data, latent);
    int count = TestImages.count(test, settings.examples());
    double bound = 0;
    double[] negative = new double[count];
    for (int from = 0; from < count; from += PIECE) {
      progress.throwIfCancelled();
      int[] indices = IntStream.range(from, Math.min(count, from + PIECE)).toArray();
      float[] examples = test.batch(indices);
      if (latent.likelihood() == LatentVariableModel.Likelihood.BERNOULLI) {
        long position = (long) from * test.features();
        Binarization.dynamic(examples, examples.length, settings.evaluationSeed(), 0, position);
      }
      double[][] weights =
          latent.logWeights(
              examples,
              TestImages.labels(test, latent, indices),
              settings.nllSamples(),
              settings.evaluationSeed(),
              from);
      for (int i = 0; i < indices.length; i++) {
        bound -= Arrays.stream(weights[i]).average().orElseThrow();
        negative[from + i] = ImportanceWeightedBound.loss(weights[i]);
      }
      progress.at(from + indices.length, count, "examples");
    }
    double mean = Arrays.stream(negative).average().orElseThrow();
    double squares = Arrays.stream(negative).map(x -> (x - mean) * (x - mean)).sum();
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("negative_elbo", bound / count);
    numbers.put("nll", mean);
    numbers.put(
        "nll_standard_error", count > 1 ? Math.sqrt(squares / (count - 1) / count) : Double.NaN);
    numbers.put("nll_samples", (double) settings.nllSamples());
    numbers.put("examples", (double) count);
    return numbers;
  }
}
