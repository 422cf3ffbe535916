package dev.seisei.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.checkpoint.CheckpointWriter;
import dev.seisei.core.model.Families;
import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.Model;
import dev.seisei.core.model.ModelFamily;
import dev.seisei.core.sample.Sample;
import dev.seisei.core.settings.SettingException;
import dev.seisei.core.settings.Settings;
import dev.seisei.engine.file.GraphFile;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.plan.KernelCounts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every family of generators keeps. A family's test names the family and a trained checkpoint,
 * made once.
 *
 * @param <R> the record of its requests
 */
public abstract class FamilyContract<R extends Record> {
  @TempDir Path temporary;

  /** The family under test. */
  protected abstract ModelFamily<?, R> family();

  /** The folder of a small trained checkpoint of it, which is not written to. */
  protected abstract Path trained() throws IOException;

  /** A request for the given seed. */
  protected abstract Map<String, ?> request(long seed);

  private R bound(long seed) {
    return Settings.bind(family().requestType(), request(seed));
  }

  private Generator<R> open(Path folder) {
    return family().open(Checkpoint.open(folder), Device.CPU);
  }

  private static byte[] bytes(Sample sample) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    sample.write("json", out);
    return out.toByteArray();
  }

  @Test
  void isFoundByItsId() {
    assertSame(family().getClass(), Families.get(family().id()).getClass());
    assertFalse(family().description().isBlank());
  }

  @Test
  void defaultsOfItsRecordsBind() {
    assertEquals(
        Settings.defaults(family().requestType()), Settings.bind(family().requestType(), Map.of()));
    assertFalse(Settings.schema(family().configType()).isEmpty());
  }

  /** In sampling; {@link SmallRuns} sees to it in training. */
  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void everyOperationHasAFastKernel() throws IOException {
    long slow = SmallRuns.slowKernels();
    try (Model model = Model.open(trained(), Device.CPU)) {
      model.generate(request(7));
    }
    assertTrue(KernelCounts.of("onednn") > 0);
    assertEquals(slow, SmallRuns.slowKernels(), () -> KernelCounts.all().toString());
  }

  @Test
  void equalSeedsGiveEqualSamplesAndOthersDoNot() throws IOException {
    try (Model model = Model.open(trained(), Device.CPU)) {
      byte[] first = bytes(model.generate(request(7)));
      byte[] other = bytes(model.generate(request(8)));
      byte[] again = bytes(model.generate(request(7)));
      assertArrayEquals(first, again);
      assertFalse(Arrays.equals(first, other), "seeds 7 and 8 gave one sample");
    }
  }

  @Test
  void samplesOfABatchAreThoseOfEachRequestAlone() throws IOException {
    try (Generator<R> generator = open(trained())) {
      List<R> requests = new ArrayList<>();
      for (long seed = 0; seed < 7; seed++) {
        requests.add(bound(seed));
      }
      List<Sample> together = generator.generateTogether(requests);
      assertEquals(requests.size(), together.size());
      for (int i = 0; i < requests.size(); i++) {
        Sample alone = generator.generate(requests.get(i), GenerationListener.SILENT);
        assertArrayEquals(bytes(alone), bytes(together.get(i)), "request " + i);
      }
      assertTrue(generator.rows(requests.get(0)) >= 1);
      assertTrue(generator.rowsPerRun() >= 1);
    }
  }

  @Test
  void samplesOutliveTheGeneratorWhichClosesTwice() throws IOException {
    Generator<R> generator = open(trained());
    Sample sample = generator.generate(bound(1), GenerationListener.SILENT);
    byte[] before = bytes(sample);
    generator.close();
    generator.close();
    assertArrayEquals(before, bytes(sample));
  }

  @Test
  void opensWithoutItsSavedGraphsAndMakesTheSame() throws IOException {
    Path bare = copy(trained(), "bare");
    Files.delete(bare.resolve("graphs.json"));
    try (Model saved = Model.open(trained(), Device.CPU);
        Model rebuilt = Model.open(bare, Device.CPU)) {
      assertArrayEquals(bytes(saved.generate(request(3))), bytes(rebuilt.generate(request(3))));
    }
  }

  @Test
  void functionsOfAnotherModelAreRefused() throws IOException {
    Checkpoint checkpoint = Checkpoint.open(trained());
    Path mixed = copy(trained(), "mixed");
    Map<String, Graph> renamed = new LinkedHashMap<>();
    checkpoint.graphs().forEach((name, graph) -> renamed.put(name + "2", graph));
    Files.write(mixed.resolve("graphs.json"), GraphFile.write(renamed));
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> open(mixed));
    assertTrue(e.toString().contains("graphs.json"), e.toString());
    Map<String, Graph> exchanged = new LinkedHashMap<>();
    List<Graph> graphs = new ArrayList<>(checkpoint.graphs().values());
    List<String> names = new ArrayList<>(checkpoint.graphs().keySet());
    for (int i = 0; i < names.size(); i++) {
      exchanged.put(names.get(i), graphs.get((i + 1) % graphs.size()));
    }
    if (graphs.size() == 1) {
      return; // There is nothing to exchange it with.
    }
    Files.write(mixed.resolve("graphs.json"), GraphFile.write(exchanged));
    e = assertThrows(IllegalArgumentException.class, () -> open(mixed));
    assertTrue(e.toString().contains("graphs.json"), e.toString());
  }

  @Test
  void aCancelledGenerationSaysSo() throws IOException {
    GenerationListener cancelled =
        new GenerationListener() {
          @Override
          public boolean cancelled() {
            return true;
          }
        };
    try (Generator<R> generator = open(trained())) {
      assertThrows(CancellationException.class, () -> generator.generate(bound(1), cancelled));
    }
  }

  @Test
  void anUnknownSettingOfARequestIsNamedWithThoseThereAre() {
    SettingException e =
        assertThrows(
            SettingException.class, () -> Settings.bind(family().requestType(), Map.of("sede", 1)));
    assertEquals("sede", e.field());
    SortedSet<String> known = Settings.keys(family().requestType());
    // The nearest, or else all.
    String named = known.contains("seed") ? "seed" : String.join(", ", known);
    assertTrue(e.toString().contains(named), e.toString());
  }

  @Test
  void allMismatchesOfWeightsAreNamedTogether() throws IOException {
    Checkpoint checkpoint = Checkpoint.open(trained());
    Map<String, Tensor> weights = new LinkedHashMap<>();
    try (ParameterStore store = checkpoint.parameters(checkpoint.graphs().values(), Device.CPU)) {
      List<String> names = new ArrayList<>(store.names());
      for (String name : names.subList(2, names.size())) {
        weights.put(name, store.get(name));
      }
      weights.put(names.get(1), Tensor.of(new float[] {1, 2, 3}, 3));
      weights.put("surplus", Tensor.of(new float[] {1}, 1));
      Path broken = temporary.resolve("broken");
      CheckpointWriter.to(broken)
          .config(family().id(), checkpoint.config(family().configType()))
          .weights(weights)
          .graphs(checkpoint.graphs())
          .commit();
      IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> open(broken));
      for (String name : List.of(names.get(0), names.get(1), "surplus")) {
        assertTrue(e.toString().contains(name), name + " is missing in: " + e.toString());
      }
    }
  }

  @Test
  void aCheckpointOfAnotherFamilyIsRefused() throws IOException {
    Path other = copy(trained(), "other");
    Path config = other.resolve("config.json");
    String text = Files.readString(config);
    assertTrue(text.contains("\"" + family().id() + "\""), text);
    Files.writeString(config, text.replace("\"" + family().id() + "\"", "\"nonesuch\""));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Model.open(other, Device.CPU));
    assertTrue(e.toString().contains("nonesuch"), e.toString());
    assertTrue(e.toString().contains(family().id()), e.toString());
  }

  private Path copy(Path folder, String name) throws IOException {
    Path copy = Files.createDirectory(temporary.resolve(name));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(String.valueOf(file.getFileName())));
      }
    }
    return copy;
  }
}
