package dev.seisei.vae;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.dataset.ImageSet;
import dev.seisei.core.model.Model;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.settings.SettingException;
import dev.seisei.core.settings.Settings;
import dev.seisei.core.train.TrainingRun;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.vae.latent.Codec.Posterior;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VaeTrainerTest {
  @TempDir Path temporary;

  @ParameterizedTest
  @CsvSource({
    // What to train, and a bound in nats that it must reach. Untrained networks are above 540, one
    // that knows the mean image alone is at 206.
    "encoder.kind, fully_connected, 180",
    "encoder.kind, convolutional, 180",
    "decoder.kind, convolutional, 180",
    "importance_samples, 5, 180",
    "conditional, true, 180",
  })
  void learnsRealDigits(String key, String value, double bound) {
    Map<String, Double> numbers =
        Runs.train(
            temporary.resolve("run"),
            Map.of(
                key,
                value,
                "encoder.width",
                16,
                "decoder.width",
                value.equals("convolutional") && key.startsWith("decoder") ? 16 : 64),
            400);
    double reached = requireNonNull(numbers.get("best_validation"));
    assertTrue(reached < bound, "validation loss " + reached);
  }

  /** What rounding changes is to be less than what another seed changes, with room for luck. */
  @Test
  void bfloat16LearnsAsWell() {
    double whole = validation(Map.of(), 1);
    double rounded = validation(Map.of("precision", "bf16"), 1);
    double other = validation(Map.of(), 2);
    assertTrue(
        Math.abs(rounded - whole) < 2 + Math.abs(other - whole),
        "float32: " + whole + ", bfloat16: " + rounded + ", another seed: " + other);
  }

  private double validation(Map<String, ?> settings, long seed) {
    Path folder = temporary.resolve("seed" + seed + settings.keySet());
    Map<String, Double> numbers = Runs.train(folder, settings, 400, seed);
    return requireNonNull(numbers.get("best_validation"));
  }

  @Test
  void aGaussianLikelihoodLearnsItsVariance() throws IOException {
    Path folder = temporary.resolve("run");
    Runs.train(folder, Map.of("likelihood", "gaussian"), 150);
    Checkpoint checkpoint = Checkpoint.open(folder);
    try (ParameterStore store = checkpoint.parameters(checkpoint.graphs().values(), Device.CPU)) {
      double logVariance = store.get("decoder.log_variance").getDouble(0);
      // It begins at 0; the digits' variance around their mean is about 0.07.
      assertTrue(logVariance < -0.2, "log variance " + logVariance);
    }
  }

  @Test
  void aHigherBetaLeavesLessInformationInTheLatents() {
    double usual = divergence(1);
    double strict = divergence(8);
    assertTrue(strict < 0.6 * usual, "β 1: " + usual + " nats, β 8: " + strict);
  }

  private double divergence(double beta) {
    Path folder = temporary.resolve("beta" + beta);
    Runs.train(folder, Map.of("beta", beta), 200);
    try (Model model = Model.open(folder, Device.CPU)) {
      VaeGenerator generator = (VaeGenerator) model.generator();
      ImageSet test = ((ImageDataset) Runs.digits()).test();
      int[] first = IntStream.range(0, 100).toArray();
      Posterior q = generator.encode(test.batch(first), new int[100], 100);
      double sum = 0;
      for (int i = 0; i < q.mean().length; i++) {
        double m = q.mean()[i];
        double s = q.deviation()[i];
        sum += 0.5 * (m * m + s * s - 2 * Math.log(s) - 1);
      }
      return sum / 100;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 20, 33})
  void resumingEqualsNeverHavingStopped(long stop) throws IOException {
    Path whole = temporary.resolve("whole");
    Path parts = temporary.resolve("parts");
    Runs.train(whole, Map.of(), 70);
    VaeTrainer trainer = new VaeTrainer();
    trainer.train(Runs.small(parts, Map.of(), 70, false), Runs.stopAfter(stop));
    assertEquals(
        stop, requireNonNull((Number) Checkpoint.open(parts).training().get("step")).longValue());
    trainer.train(Runs.small(parts, Map.of(), 70, true), Runs.stopAfter(stop + 17));
    trainer.train(Runs.small(parts, Map.of(), 70, true), Progress.SILENT);
    for (String file : new String[] {"model.safetensors", "graphs.json", "curve.csv"}) {
      assertArrayEquals(
          Files.readAllBytes(whole.resolve(file)), Files.readAllBytes(parts.resolve(file)), file);
    }
    Map<String, Tensor> expected = Checkpoint.open(whole).state().orElseThrow();
    Map<String, Tensor> actual = Checkpoint.open(parts).state().orElseThrow();
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach(
        (name, tensor) ->
            assertArrayEquals(
                tensor.toDoubles(), requireNonNull(actual.get(name)).toDoubles(), name));
  }

  @Test
  void theBestWeightsByValidationAreKept() throws IOException {
    Path folder = temporary.resolve("run");
    // So high a rate that the loss rises again.
    Map<String, Double> numbers =
        Runs.train(folder, Map.of("learning_rate", 0.05, "average_decay", 0), 200);
    List<String> rows = Files.readAllLines(folder.resolve("curve.csv"));
    double lowest =
        rows.stream()
            .skip(1)
            .mapToDouble(row -> Double.parseDouble(row.split(",", -1)[2]))
            .min()
            .orElseThrow();
    assertEquals(lowest, numbers.get("best_validation"));
    assertTrue(Files.size(folder.resolve("curve.png")) > 1000);
  }

  @Test
  void aTrainingCanStartFromAnotherModel() {
    Path first = temporary.resolve("first");
    double reached = requireNonNull(Runs.train(first, Map.of(), 200).get("best_validation"));
    Map<String, Object> from = Map.of("start_from", first.toString(), "importance_samples", 5);
    Path second = temporary.resolve("second");
    double begun = requireNonNull(Runs.train(second, from, 1).get("best_validation"));
    // Five samples bound tighter than one; after one step the weights are nearly the same.
    assertTrue(begun < reached + 1, "reached " + reached + ", begun at " + begun);
    SettingException e =
        assertThrows(
            SettingException.class,
            () ->
                Runs.train(
                    temporary.resolve("third"),
                    Map.of("start_from", first.toString(), "latent_dim", 9),
                    1));
    assertEquals("start_from", e.field());
  }

  @Test
  void aFolderThatHoldsATrainingIsNotTrainedIntoAgain() {
    Path folder = temporary.resolve("run");
    Runs.train(folder, Map.of(), 5);
    SettingException e =
        assertThrows(SettingException.class, () -> Runs.train(folder, Map.of(), 5));
    assertEquals("out", e.field());
    assertTrue(e.toString().contains("--resume"), e.toString());
  }

  @Test
  void fewerStepsThanAreDoneAreRefused() {
    Path folder = temporary.resolve("run");
    Runs.train(folder, Map.of(), 5);
    SettingException e =
        assertThrows(
            SettingException.class,
            () -> new VaeTrainer().train(Runs.small(folder, Map.of(), 3, true), Progress.SILENT));
    assertEquals("steps", e.field());
  }

  @Test
  void aFolderOfSomethingElseIsRefusedBeforeTheFirstStep() throws IOException {
    Progress never =
        new Progress() {
          @Override
          public void at(long done, long total, String detail) {
            throw new AssertionError("trained for " + done + " steps");
          }
        };
    Path papers = Files.createDirectory(temporary.resolve("papers"));
    Files.writeString(papers.resolve("letter.txt"), "dear");
    Path file = Files.writeString(temporary.resolve("file"), "");
    for (Path folder : List.of(papers, file, file.resolve("below"), Path.of("/"), Path.of(""))) {
      RuntimeException e =
          assertThrows(
              RuntimeException.class,
              () -> new VaeTrainer().train(Runs.small(folder, Map.of(), 3, false), never));
      assertTrue(
          e instanceof IllegalArgumentException || e instanceof UncheckedIOException, e.toString());
    }
  }

  @Test
  void aLinkToAFolderIsThatFolder() throws IOException {
    Path folder = temporary.resolve("run");
    Path link = temporary.resolve("link");
    VaeTrainer trainer = new VaeTrainer();
    Progress second =
        new Progress() {
          private boolean tried;

          @Override
          public void at(long done, long total, String detail) {
            if (!tried) {
              tried = true;
              assertThrows(
                  SettingException.class,
                  () -> trainer.train(Runs.small(link, Map.of(), 5, true), Progress.SILENT));
            }
          }
        };
    Files.createDirectory(folder);
    Files.createSymbolicLink(link, folder);
    trainer.train(Runs.small(folder, Map.of(), 2, false), second);
  }

  @Test
  void twoTrainingsCannotHaveOneFolder() {
    Path folder = temporary.resolve("run");
    VaeTrainer trainer = new VaeTrainer();
    Progress second =
        new Progress() {
          @Override
          public void at(long done, long total, String detail) {
            SettingException e =
                assertThrows(
                    SettingException.class,
                    () -> trainer.train(Runs.small(folder, Map.of(), 5, true), Progress.SILENT));
            assertTrue(e.toString().contains("being trained"), e.toString());
          }
        };
    trainer.train(Runs.small(folder, Map.of(), 2, false), second);
  }

  @ParameterizedTest
  @CsvSource({
    "learning_rate, 0.004",
    "beta, 2",
    "validation, 200",
    "latent_dim, 9",
    "decoder.width, 65"
  })
  void resumingWithOtherSettingsIsRefused(String key, String value) {
    Path folder = temporary.resolve("run");
    Runs.train(folder, Map.of(), 3);
    SettingException e =
        assertThrows(
            SettingException.class,
            () ->
                new VaeTrainer()
                    .train(Runs.small(folder, Map.of(key, value), 5, true), Progress.SILENT));
    assertTrue(key.startsWith(e.field()) && e.toString().contains(e.field()), e.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "batch_size, 0",
    "batch_size, 1900",
    "batch_size, 1e9",
    "validation, -1",
    "validation, 2000",
    "learning_rate, 0",
    "learning_rate, -1",
    "learning_rate, NaN",
    "average_decay, 1",
    "beta, -1",
    "free_bits, -0.1",
    "importance_samples, 0",
    "epochs, 0",
    "report_every, 0",
    "latent_dim, 0",
    "latent_dim, -3",
    "latent_dim, 2.5",
    "latent_dim, many",
    "encoder.width, 0",
    "decoder.depth, 1000000",
    "likelihood, poisson",
    "encoder.kind, recurrent",
    "channels, 3",
    "height, 32",
    "classes, 10",
  })
  void badSettingsAreRefusedByName(String key, String value) {
    SettingException e =
        assertThrows(
            SettingException.class,
            () -> Runs.train(temporary.resolve("run"), Map.of(key, value), 1));
    assertEquals(key, e.field());
    assertTrue(e.toString().contains(key), e.toString());
  }

  @Test
  void importanceWeightsDoNotGoWithBeta() {
    assertThrows(
        SettingException.class,
        () -> Settings.bind(VaeTraining.class, Map.of("importance_samples", 5, "beta", 2)));
  }

  @Test
  void dataThatIsNoImagesIsRefused() {
    Dataset text =
        new Dataset() {
          @Override
          public String name() {
            return "text:book";
          }

          @Override
          public String hash() {
            return "";
          }

          @Override
          public String summary() {
            return "one text";
          }
        };
    SettingException e =
        assertThrows(
            SettingException.class, () -> new VaeTrainer().configure(new VaeConfig(), text));
    assertEquals("data", e.field());
  }

  @Test
  void aLossThatIsNotANumberEndsTheTrainingInWords() {
    TrainingRun<VaeConfig, VaeTraining> run =
        Runs.small(
            temporary.resolve("run"), Map.of("learning_rate", 1e9, "warm_up", 0), 200, false);
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class, () -> new VaeTrainer().train(run, Progress.SILENT));
    assertTrue(e.toString().contains("learning_rate"), e.toString());
  }
}
