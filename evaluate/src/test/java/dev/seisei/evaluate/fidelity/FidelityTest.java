package dev.seisei.evaluate.fidelity;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.checkpoint.CheckpointWriter;
import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.dataset.ImageSet;
import dev.seisei.core.dataset.ImageShape;
import dev.seisei.core.features.ImageFeatures;
import dev.seisei.core.measure.Measures;
import dev.seisei.core.model.Model;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.settings.SettingException;
import dev.seisei.core.settings.Settings;
import dev.seisei.data.image.InMemoryImages;
import dev.seisei.engine.memory.Device;
import dev.seisei.evaluate.Accuracy;
import dev.seisei.evaluate.AccuracySettings;
import dev.seisei.evaluate.classifier.ClassifierFamily;
import dev.seisei.evaluate.fidelity.DrawnFamily.Draws;
import dev.seisei.testkit.SmallRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole measure, on models that draw known images, by a small classifier. */
class FidelityTest {
  private static final int SAMPLES = 500;

  @TempDir static Path folder;

  private static Path classifier;
  private static ImageDataset digits;

  @BeforeAll
  static void train() {
    classifier = folder.resolve("classifier");
    digits = SmallRuns.digits();
    SmallRuns.train(
        new ClassifierFamily(),
        Map.of(
            "filters", 8,
            "stages", 3,
            "depth", 1,
            "learning_rate", 0.01,
            "warm_up", 10,
            "average_decay", 0.98,
            "report_every", 100),
        classifier,
        300);
  }

  private static Model model(Draws draws, int classes) {
    return model(draws, classes, 28);
  }

  private static Model model(Draws draws, int classes, int height) {
    Path at = folder.resolve("drawn-" + draws + classes + "-" + height);
    CheckpointWriter.to(at)
        .config("drawn", new DrawnFamily.Config(draws, classes, height))
        .commit();
    return Model.open(at, Device.CPU);
  }

  private static Map<String, Object> settings(Map<String, ?> changed) {
    Map<String, Object> usual =
        Map.of(
            "samples",
            SAMPLES,
            "features",
            classifier.toString(),
            "kid_size",
            100,
            "kid_subsets",
            20);
    return SmallRuns.with(usual, changed);
  }

  private static Map<String, Double> measure(Model model, Dataset data, Map<String, ?> settings) {
    return measure(model, data, settings, Progress.SILENT);
  }

  private static Map<String, Double> measure(
      Model model, Dataset data, Map<String, ?> settings, Progress progress) {
    return new Fidelity(folder.resolve("cache"))
        .measure(model, data, Settings.bind(FidelitySettings.class, settings(settings)), progress);
  }

  private static Map<String, Double> measure(Draws draws, int classes) {
    try (Model model = model(draws, classes)) {
      return measure(model, digits, Map.of());
    }
  }

  private static double number(Map<String, Double> numbers, String key) {
    return requireNonNull(numbers.get(key), key);
  }

  @Test
  void digitsFareAsWellAsTheTrainingSetAndNoiseDoesNot() {
    Map<String, Double> good = measure(Draws.DIGITS, 0);
    double floor = number(good, "fid_train_test");
    assertTrue(floor > 0 && floor < 1, good.toString());
    assertEquals(floor, number(good, "fid"), floor);
    assertEquals(0, number(good, "kid"), 0.1);
    assertEquals(number(good, "precision_train_test"), number(good, "precision"), 0.1);
    assertEquals(number(good, "recall_train_test"), number(good, "recall"), 0.1);
    assertTrue(number(good, "kid_standard_error") > 0, good.toString());
    for (String share : List.of("precision", "recall", "coverage", "density")) {
      assertTrue(number(good, share) > 0.7, share + " in " + good);
    }
    assertTrue(number(good, "inception_score") > 3, good.toString());
    assertEquals(SAMPLES, number(good, "samples"));

    Map<String, Double> noise = measure(Draws.NOISE, 0);
    assertTrue(number(noise, "fid") > 20 * floor, noise.toString());
    assertTrue(number(noise, "kid") > 1, noise.toString());
    assertTrue(number(noise, "precision") < 0.1, noise.toString());
    assertTrue(number(noise, "coverage") < 0.1, noise.toString());
    assertTrue(number(noise, "inception_score") < 2, noise.toString());
    assertEquals(floor, number(noise, "fid_train_test"));
  }

  @Test
  void oneDigitIsPreciseAndHasNoRecall() {
    Map<String, Double> one = measure(Draws.ONE, 0);
    assertTrue(number(one, "recall") < 0.05, one.toString());
    assertTrue(number(one, "coverage") < 0.1, one.toString());
    assertEquals(1, number(one, "inception_score"), 1e-5);
    long seen = IntStream.range(0, 10).filter(c -> number(one, "class_share_" + c) == 1).count();
    assertEquals(1, seen, one.toString());
  }

  @Test
  void classesAreCountedAndComparedWithThoseAskedFor() {
    Map<String, Double> all = measure(Draws.DIGITS, 10);
    double data = 0;
    double samples = 0;
    for (int c = 0; c < 10; c++) {
      data += number(all, "data_share_" + c);
      samples += number(all, "class_share_" + c);
      assertTrue(number(all, "class_agreement_" + c) > 0.5, all.toString());
    }
    assertEquals(1, data, 1e-12);
    assertEquals(1, samples, 1e-12);
    ImageSet train = digits.train();
    long threes = IntStream.range(0, train.size()).filter(i -> train.label(i) == 3).count();
    assertEquals((double) threes / train.size(), number(all, "data_share_3"), 1e-12);

    Map<String, Double> dropped = measure(Draws.NO_ZEROS, 10);
    assertEquals(0, number(dropped, "class_agreement_0"), 0.03);
    assertEquals(number(all, "class_agreement_5"), number(dropped, "class_agreement_5"));
    assertEquals(
        number(all, "class_agreement") - number(all, "class_agreement_0") / 10,
        number(dropped, "class_agreement") - number(dropped, "class_agreement_0") / 10,
        1e-12);
    assertTrue(number(dropped, "class_share_0") < 0.03, dropped.toString());
    assertFalse(measure(Draws.DIGITS, 0).containsKey("class_agreement"));
  }

  @Test
  void classesThatAModelFoundAreMatchedWithThoseOfTheData() {
    Map<String, Double> told = measure(Draws.DIGITS, 10);
    Map<String, Double> found = measure(Draws.DISCOVERED, 10);
    for (int c = 0; c < 10; c++) {
      assertEquals((c + 3) % 10, number(found, "matched_class_" + c), found.toString());
    }
    assertEquals(number(told, "class_agreement"), number(found, "class_agreement"), 0.1);
    Map<String, Double> fewer = measure(Draws.DISCOVERED, 4);
    assertEquals(6, number(fewer, "matched_class_3"), fewer.toString());
    assertFalse(fewer.containsKey("class_agreement_4"), fewer.toString());
  }

  @Test
  void theFeaturesAreNamedByTheFirstBitsOfTheirHash() {
    try (Model seeing = Model.open(classifier, Device.CPU)) {
      String hash = seeing.as(ImageFeatures.class).orElseThrow().hash();
      double number = number(measure(Draws.ONE, 0), "features_hash");
      assertEquals(hash.substring(0, 12), "%012x".formatted((long) number));
      assertEquals(number, (double) (long) number);
    }
  }

  @Test
  void seedsDecideAndWhatIsCachedChangesNothing() throws IOException {
    try (Model model = model(Draws.DIGITS, 0)) {
      Map<String, Double> first = measure(model, digits, Map.of("samples", 300));
      assertEquals(first, measure(model, digits, Map.of("samples", 300)));
      try (Stream<Path> cached = Files.list(folder.resolve("cache"))) {
        for (Path file : cached.toList()) {
          Files.writeString(file, "damaged");
        }
      }
      assertEquals(first, measure(model, digits, Map.of("samples", 300)));
      Map<String, Double> other =
          measure(model, digits, Map.of("samples", 300, "evaluation_seed", 1));
      assertNotEquals(first.get("fid"), other.get("fid"));
      assertNotEquals(first.get("fid_train_test"), other.get("fid_train_test"));
    }
  }

  @Test
  void zeroSamplesAreAsManyAsTheTestSetHas() {
    try (Model model = model(Draws.ONE, 0)) {
      assertEquals(measure(Draws.ONE, 0), measure(model, digits, Map.of("samples", 0)));
    }
  }

  @Test
  void progressRunsToTheEndAndCanStopIt() {
    List<Long> done = new ArrayList<>();
    Progress watching =
        new Progress() {
          @Override
          public void at(long now, long total, String detail) {
            assertEquals(3 * SAMPLES, total);
            done.add(now);
          }
        };
    try (Model model = model(Draws.NOISE, 0)) {
      measure(model, digits, Map.of("evaluation_seed", 5), watching);
      assertEquals(3 * SAMPLES, done.get(done.size() - 1));
      assertEquals(done.stream().sorted().toList(), done);
      assertThrows(
          CancellationException.class, () -> measure(model, digits, Map.of(), Sets.STOPPED));
    }
  }

  @Test
  void itAppliesToWhatDrawsImagesOfTheDatasExtents() {
    Fidelity fidelity = new Fidelity();
    assertTrue(Measures.all().stream().anyMatch(each -> each instanceof Fidelity));
    try (Model drawing = model(Draws.ONE, 0);
        Model small = model(Draws.NOISE, 0, 14);
        Model seeing = Model.open(classifier, Device.CPU)) {
      assertTrue(fidelity.appliesTo(drawing, digits));
      assertFalse(fidelity.appliesTo(small, digits));
      assertFalse(fidelity.appliesTo(seeing, digits));
      assertFalse(fidelity.appliesTo(drawing, SmallRuns.text()));
    }
  }

  @Test
  void imagesOfOtherExtentsAreRefused() {
    try (Model small = model(Draws.NOISE, 0, 14)) {
      SettingException e =
          assertThrows(SettingException.class, () -> measure(small, digits, Map.of()));
      assertEquals("data", e.field());
      assertTrue(e.toString().contains("[1, 14, 28]"), e.toString());
    }
    try (Model seeing = Model.open(classifier, Device.CPU)) {
      ImageFeatures features = seeing.as(ImageFeatures.class).orElseThrow();
      assertEquals(features, features.forImages(digits.shape()));
      SettingException e =
          assertThrows(SettingException.class, () -> features.forImages(new ImageShape(3, 32, 32)));
      assertTrue(e.toString().contains("[3, 32, 32]"), e.toString());
    }
  }

  @Test
  void dataWithoutATestPartAreRefused() {
    ImageSet none = digits.test().select();
    InMemoryImages untested = new InMemoryImages("some", digits.train(), none, digits.classes());
    try (Model model = model(Draws.ONE, 0)) {
      SettingException e =
          assertThrows(SettingException.class, () -> measure(model, untested, Map.of()));
      assertEquals("data", e.field());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "samples, 501, at most 500",
    "samples, 100001, 100000",
    "samples, -1, -1",
    "samples, 10, kid_size",
    "truncation, 0.5, must be 1 for this model",
    "truncation, 1.5, 1.5",
    "kid_size, 501, at most the 500",
    "kid_size, 1, 1",
    "kid_subsets, 0, 0",
    "neighbours, 0, 0",
    "neighbours, 500, fewer than",
    "density_neighbours, 500, fewer than",
    "features, nonesuch, nonesuch",
    "features, '', features-mnist-mini"
  })
  void badSettingsAreRefusedByName(String key, String value, String said) {
    try (Model model = model(Draws.ONE, 0)) {
      SettingException e =
          assertThrows(SettingException.class, () -> measure(model, digits, Map.of(key, value)));
      assertTrue(e.toString().contains(key), e.toString());
      assertTrue(e.toString().contains(said), e.toString());
    }
  }

  @Test
  void subsetsAreAllOfFewSamplesUnlessTheirSizeIsSet() {
    try (Model model = model(Draws.DIGITS, 0)) {
      assertEquals(
          measure(model, digits, Map.of("kid_size", SAMPLES)),
          measure(model, digits, Map.of("kid_size", 0)));
    }
  }

  @Test
  void featuresOfAModelThatSeesNothingAreRefused() {
    try (Model model = model(Draws.ONE, 0)) {
      String folderOfModel = model.checkpoint().folder().toString();
      SettingException e =
          assertThrows(
              SettingException.class,
              () -> measure(model, digits, Map.of("features", folderOfModel)));
      assertEquals("features", e.field());
      assertTrue(e.toString().contains("drawn"), e.toString());
    }
  }

  @Test
  void fewerSamplesThanFeaturesAreRefused() {
    try (Model model = model(Draws.ONE, 0)) {
      SettingException e =
          assertThrows(
              SettingException.class,
              () -> measure(model, digits, Map.of("samples", 32, "kid_size", 10)));
      assertEquals("samples", e.field());
      assertTrue(e.toString().contains("32 features"), e.toString());
    }
  }

  @Test
  void accuracyIsTheShareThatAreSeenAsTheirLabels() {
    try (Model seeing = Model.open(classifier, Device.CPU);
        Model drawing = model(Draws.ONE, 0)) {
      Accuracy accuracy = new Accuracy();
      assertTrue(accuracy.appliesTo(seeing, digits));
      assertFalse(accuracy.appliesTo(drawing, digits));
      assertFalse(accuracy.appliesTo(seeing, SmallRuns.text()));
      ImageFeatures features = seeing.as(ImageFeatures.class).orElseThrow();
      int right = 0;
      for (int i = 0; i < 90; i++) {
        ImageFeatures.Seen seen = features.see(digits.test().batch(i), 1);
        float own = seen.probabilities()[digits.test().label(i)];
        right += IntStream.range(0, 10).allMatch(c -> seen.probabilities()[c] <= own) ? 1 : 0;
      }
      assertTrue(right > 60, right + " of 90");
      Map<String, Double> some =
          accuracy.measure(seeing, digits, new AccuracySettings(90), Progress.SILENT);
      assertEquals(Map.of("accuracy", right / 90.0, "examples", 90.0), some);
      Map<String, Double> all =
          accuracy.measure(seeing, digits, new AccuracySettings(), Progress.SILENT);
      assertEquals(500, number(all, "examples"));
      assertThrows(
          SettingException.class,
          () -> accuracy.measure(seeing, digits, new AccuracySettings(501), Progress.SILENT));
    }
  }
}
