package dev.seisei.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seisei.core.settings.Description;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.param.ParameterStore;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A checkpoint of format version 1, written once, which every later version must read. */
class GoldenCheckpointTest {
  enum Likelihood {
    BERNOULLI,
    DISCRETIZED_LOGISTIC
  }

  record Network(int width, double dropout) {
    Network() {
      this(1, 0);
    }
  }

  record Config(
      @Description("Extent of z.") int latentDim,
      long patience,
      boolean conditional,
      String note,
      Likelihood likelihood,
      @Nullable Integer classes,
      Network network) {
    Config() {
      this(1, 0, false, "", Likelihood.BERNOULLI, null, new Network());
    }
  }

  private Checkpoint golden = Checkpoint.read(folder());

  private static Path folder() {
    try {
      URL config =
          Objects.requireNonNull(
              GoldenCheckpointTest.class.getResource("/golden/format-1/config.json"));
      return Objects.requireNonNull(Path.of(config.toURI()).getParent());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void open() {
    golden = Checkpoint.open(folder());
  }

  @Test
  void theConfigurationIsRead() {
    assertEquals("golden", golden.modelType());
    assertEquals("format-1", golden.name());
    assertEquals(
        new Config(
            3,
            1L << 40,
            true,
            "層 \"quoted\"\n",
            Likelihood.DISCRETIZED_LOGISTIC,
            null,
            new Network(64, 0.1)),
        golden.config(Config.class));
  }

  @Test
  void theWeightsFitTheGraphs() {
    Map<String, Graph> graphs = golden.graphs();
    assertEquals(Set.of("decode"), graphs.keySet());
    try (ParameterStore store = golden.parameters(graphs.values(), Device.CPU)) {
      assertEquals(Set.of("decoder.weight", "decoder.bias"), store.names());
      assertArrayEquals(
          new float[] {0.5f, -1.25f, 3, 1e-3f, 0, 65504}, store.get("decoder.weight").toFloats());
      // Stored in half precision.
      assertEquals(DType.F32, store.get("decoder.bias").dtype());
      assertArrayEquals(new float[] {0.25f, -2}, store.get("decoder.bias").toFloats());
    }
    Map<String, Tensor> states = golden.states(graphs.values());
    assertEquals(Set.of("decoder.mean"), states.keySet());
    Tensors.assertSame(Tensor.of(new float[] {0.125f, 7}, 2), states.get("decoder.mean"));
  }

  @Test
  void theStateIsRead() {
    Map<String, Tensor> state = golden.state().orElseThrow();
    assertEquals(Set.of("step", "adam/m/decoder.bias", "flags"), state.keySet());
    Tensors.assertSame(Tensor.of(new long[] {12_345_678_901L}), state.get("step"));
    Tensors.assertSame(Tensor.of(new double[] {1e-300, -0.0}, 2), state.get("adam/m/decoder.bias"));
    Tensor flags = Tensor.zeros(Device.CPU, DType.BOOL, 3);
    flags.setDouble(1, 1);
    Tensors.assertSame(flags, state.get("flags"));
  }

  @Test
  void trainingAndCardAreRead() {
    assertEquals(
        Map.of(
            "step",
            300,
            "seed",
            7,
            "data",
            "mnist",
            "loss",
            88.25,
            "diverged",
            false,
            "nll",
            "NaN"),
        golden.training());
    assertEquals(
        new ModelCard(
            Map.of(
                "license",
                "apache-2.0",
                "tags",
                List.of("vae", "1.0", "no"),
                "metrics",
                Map.of("negative_elbo", 88.25)),
            "# Golden\n\nNever written again.\n"),
        golden.card());
  }
}
