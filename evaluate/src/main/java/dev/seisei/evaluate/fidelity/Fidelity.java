package dev.seisei.evaluate.fidelity;

import dev.seisei.core.checkpoint.Home;
import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.dataset.ImageSet;
import dev.seisei.core.features.ImageFeatures;
import dev.seisei.core.measure.Measure;
import dev.seisei.core.model.ImageSampler;
import dev.seisei.core.model.Model;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.settings.Require;
import dev.seisei.data.Shuffle;
import dev.seisei.evaluate.TestImages;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How near images that a model draws are to the test set of a dataset, as a network sees both. With
 * as many images of each:
 *
 * <ul>
 *   <li>{@code fid}: the {@linkplain FrechetDistance Fréchet distance}; {@code fid_train_test}:
 *       that of images of the training set, in place of the model's, which is what a perfect model
 *       would have;
 *   <li>{@code kid}, {@code kid_standard_error}: the {@linkplain KernelDistance kernel distance};
 *   <li>{@code precision}, {@code recall}, {@code density}, {@code coverage}: {@link Manifolds};
 *       {@code precision_train_test}, {@code recall_train_test}: those of images of the training
 *       set;
 *   <li>{@code inception_score}: {@link InceptionScore};
 *   <li>{@code class_share_0} …: shares of the samples by their most probable class; {@code
 *       data_share_0} …: of the training set by its labels; where the network knows the data's
 *       classes;
 *   <li>{@code class_agreement}, {@code class_agreement_0} …: the share of samples of all classes,
 *       and of each, whose most probable class is the one that the model was told; where it is told
 *       one, which then are equally frequent. Where the model found its classes by itself, each
 *       stands for the class that the {@linkplain Matching best matching} gives it, {@code
 *       matched_class_0} …;
 *   <li>{@code samples}: how many images of each there were; {@code features_hash}: which network
 *       saw them, the first 48 bits of the SHA-256 of its weights as an integer. Results hold
 *       numbers only, and a double holds this one exactly.
 * </ul>
 *
 * <p>Numbers of different networks, or of different counts, cannot be compared.
 */
public final class Fidelity implements Measure<FidelitySettings> {
  private static final int PIECE = 500;

  /** Images of each that papers compare, where there are as many. */
  private static final int USUAL = 10_000;

  /** Images of a subset of the kernel distance, where there are as many. */
  private static final int USUAL_KID = 1000;

  private final FeatureCache cache;

  /** With features of datasets kept in the user's cache. */
  public Fidelity() {
    this(Home.cache().resolve("features"));
  }

  Fidelity(Path cache) {
    this.cache = new FeatureCache(cache);
  }

  @Override
  public String id() {
    return "fidelity";
  }

  @Override
  public String description() {
    return "FID, KID, precision, recall, density, coverage and inception score of drawn images"
        + " against the test set, as a network sees them";
  }

  @Override
  public Class<FidelitySettings> settingsType() {
    return FidelitySettings.class;
  }

  @Override
  public boolean appliesTo(Model model, Dataset data) {
    return data instanceof ImageDataset images
        && model.as(ImageSampler.class).filter(it -> it.image().equals(images.shape())).isPresent();
  }

  @Override
  public Map<String, Double> measure(
      Model model, Dataset data, FidelitySettings settings, Progress progress) {
    ImageSampler sampler =
        model.as(ImageSampler.class).orElseThrow().truncated(settings.truncation());
    int told = sampler.discovered() ? 0 : sampler.classes();
    ImageDataset images = TestImages.of(data, sampler.image(), told);
    int count = count(images, settings);
    try (Extractor extractor = Extractor.open(settings.features(), images)) {
      ImageFeatures features = extractor.features();
      Require.that(
          count > features.dimensions(),
          "samples",
          "samples must be more than the %d features, or their covariance has no inverse; got %d"
              .formatted(features.dimensions(), count));
      Looking looking = new Looking(images, features, settings, count, progress);
      Points test = looking.at("test", images.test());
      Points train = looking.at("train", images.train());
      Drawn drawn = looking.drawn(sampler);
      Map<String, Double> numbers = new LinkedHashMap<>();
      FrechetDistance frechet = new FrechetDistance(Moments.of(test));
      progress.throwIfCancelled();
      numbers.put("fid", frechet.to(drawn.moments));
      numbers.put("fid_train_test", frechet.to(Moments.of(train)));
      compare(test, train, drawn.points(), settings, progress, numbers);
      numbers.put("inception_score", drawn.score.score());
      if (drawn.shares != null) {
        drawn.shares.shares(images.train(), numbers);
        if (sampler.classes() > 0) {
          drawn.shares.agreement(sampler.discovered(), numbers);
        }
      }
      numbers.put("samples", (double) count);
      numbers.put("features_hash", (double) Extractor.number(looking.extractor));
      return numbers;
    }
  }

  /** How many images of each there are. */
  private static int count(ImageDataset images, FidelitySettings settings) {
    int most = Math.min(images.test().size(), images.train().size());
    Require.that(
        settings.samples() <= most,
        "samples",
        "samples must be at most %d, so many test and training images data %s has; got %d"
            .formatted(most, images.name(), settings.samples()));
    int count = settings.samples() == 0 ? Math.min(most, USUAL) : settings.samples();
    Require.that(
        settings.kidSize() <= count,
        "kid_size",
        "kid_size must be at most the %d samples, got %d".formatted(count, settings.kidSize()));
    requireFewer("neighbours", settings.neighbours(), count);
    requireFewer("density_neighbours", settings.densityNeighbours(), count);
    return count;
  }

  private static void requireFewer(String field, int neighbours, int count) {
    Require.that(
        neighbours < count,
        field,
        "%s must be fewer than the %d samples, got %d".formatted(field, count, neighbours));
  }

  private static void compare(
      Points test,
      Points train,
      Points drawn,
      FidelitySettings settings,
      Progress progress,
      Map<String, Double> numbers) {
    try (Products products = new Products(test.dimensions(), test.size())) {
      KernelDistance kernel =
          KernelDistance.of(
              test,
              drawn,
              settings.kidSubsets(),
              settings.kidSize() == 0 ? Math.min(test.size(), USUAL_KID) : settings.kidSize(),
              settings.evaluationSeed(),
              products,
              progress);
      numbers.put("kid", kernel.mean());
      numbers.put("kid_standard_error", kernel.standardError());
      List<Manifolds> both =
          Manifolds.of(
              test,
              List.of(drawn, train),
              settings.neighbours(),
              settings.densityNeighbours(),
              products,
              progress);
      Manifolds manifolds = both.get(0);
      numbers.put("precision", manifolds.precision());
      numbers.put("recall", manifolds.recall());
      numbers.put("density", manifolds.density());
      numbers.put("coverage", manifolds.coverage());
      Manifolds floor = both.get(1);
      numbers.put("precision_train_test", floor.precision());
      numbers.put("recall_train_test", floor.recall());
    }
  }

  /** What the network saw in the images of a model. */
  private static final class Drawn {
    private final float[] features;
    private final Moments moments;
    private final InceptionScore score;
    private final @Nullable ClassShares shares;
    private int filled;

    /**
     * @param shares null where the network does not know the classes of the data
     */
    Drawn(ImageFeatures seen, int count, @Nullable ClassShares shares) {
      this.features = new float[Math.multiplyExact(count, seen.dimensions())];
      this.moments = new Moments(seen.dimensions());
      this.score = new InceptionScore(seen.classes());
      this.shares = shares;
    }

    void add(ImageFeatures.Seen seen, int[] labels) {
      System.arraycopy(seen.features(), 0, features, filled, seen.features().length);
      filled += seen.features().length;
      moments.add(seen.features());
      score.add(seen.probabilities());
      if (shares != null) {
        shares.add(seen, labels);
      }
    }

    Points points() {
      return new Points(features, moments.mean().length);
    }
  }

  /** Goes through all images with the network, a piece at a time. */
  private final class Looking {
    private final ImageDataset data;
    private final ImageFeatures features;
    private final FidelitySettings settings;
    private final int count;
    private final Progress progress;
    private final String extractor;
    private int done;

    Looking(
        ImageDataset data,
        ImageFeatures features,
        FidelitySettings settings,
        int count,
        Progress progress) {
      this.data = data;
      this.features = features;
      this.settings = settings;
      this.count = count;
      this.progress = progress;
      this.extractor = features.hash();
    }

    /** Features of some images of a part of the data, chosen by the seed if not all. */
    Points at(String part, ImageSet images) {
      boolean all = count == images.size();
      long seed = all ? 0 : settings.evaluationSeed();
      int start = done;
      Points points =
          cache.get(
              new FeatureCache.Key(data.hash(), part, count, seed, extractor),
              features.dimensions(),
              () -> look(images, all, seed));
      done = start;
      advance(count, part + " images");
      return points;
    }

    private Points look(ImageSet images, boolean all, long seed) {
      int[] chosen =
          all
              ? IntStream.range(0, count).toArray()
              : Arrays.copyOf(Shuffle.order(images.size(), seed, 0), count);
      float[] values = new float[Math.multiplyExact(count, features.dimensions())];
      for (int from = 0; from < count; from += PIECE) {
        progress.throwIfCancelled();
        int[] piece = Arrays.copyOfRange(chosen, from, Math.min(count, from + PIECE));
        float[] seen = features.see(images.batch(piece), piece.length).features();
        System.arraycopy(seen, 0, values, from * features.dimensions(), seen.length);
        advance(piece.length, "images of the data");
      }
      return new Points(values, features.dimensions());
    }

    /** What is seen in images that the model draws, of each class in turn. */
    Drawn drawn(ImageSampler sampler) {
      boolean known = features.classes() == data.classes().size();
      int classes = Math.max(1, sampler.classes());
      Drawn drawn =
          new Drawn(features, count, known ? new ClassShares(classes, features.classes()) : null);
      for (int from = 0; from < count; from += PIECE) {
        progress.throwIfCancelled();
        int[] labels =
            IntStream.range(from, Math.min(count, from + PIECE)).map(i -> i % classes).toArray();
        float[] images = sampler.sample(labels, settings.evaluationSeed(), from);
        drawn.add(features.see(images, labels.length), labels);
        advance(labels.length, "images of the model");
      }
      return drawn;
    }

    private void advance(int images, String what) {
      done += images;
      progress.at(done, 3L * count, what);
    }
  }
}
