package dev.seisei.gan.stylegan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Generator;
import dev.seisei.core.sample.Images;
import dev.seisei.core.settings.Settings;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.nn.Convolutions;
import dev.seisei.engine.nn.GraphParams;
import dev.seisei.engine.nn.Kernel;
import dev.seisei.engine.nn.Resampling;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.samediff.GraphImport;
import dev.seisei.gan.latent.GanRequest;
import dev.seisei.testkit.SmallRuns;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;

class SynthesisTest {
  @TempDir Path temporary;

  private static Tensor random(long seed, long... shape) {
    float[] values = new float[Math.toIntExact(Tensor.elementsOf(shape))];
    Random random = new Random(seed);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(values, shape);
  }

  private static void assertEqual(SameDiff graph, Map<String, Tensor> inputs) {
    try (Plan plan = Plan.of(GraphImport.of(graph).graph("whole", "parts")).compile()) {
      plan.run(inputs);
      assertArrayEquals(plan.output("parts").toFloats(), plan.output("whole").toFloats(), 1e-4f);
    }
  }

  /** A 4×4 kernel does what doubling pixels and then a 3×3 kernel, turned around, do. */
  @Test
  void aSpreadKernelDoublesPixelsFirst() {
    SameDiff graph = SameDiff.create();
    SDVariable x = graph.placeHolder("x", DataType.FLOAT, 2, 5, 6, 7);
    SDVariable w = graph.placeHolder("w", DataType.FLOAT, 3, 3, 5, 4);
    SDVariable spread = graph.permute(Equalized.spread(w), 0, 1, 3, 2);
    Convolutions.transposed2d(x, spread, null, Kernel.of(4).withStride(2).withPadding(1), 0)
        .rename("whole");
    SDVariable turned = graph.reverse(w, 0, 1);
    Convolutions.conv2d(
            Resampling.nearest(x, 5, 6, 7, 2), turned, null, Kernel.of(3).withSamePadding())
        .rename("parts");
    assertEqual(graph, Map.of("x", random(1, 2, 5, 6, 7), "w", random(2, 3, 3, 5, 4)));
  }

  @Test
  void aSpreadKernelAveragesNeighboursAfterwards() {
    SameDiff graph = SameDiff.create();
    SDVariable x = graph.placeHolder("x", DataType.FLOAT, 2, 5, 6, 8);
    SDVariable w = graph.placeHolder("w", DataType.FLOAT, 3, 3, 5, 4);
    SDVariable spread = Equalized.spread(w).mul(0.25);
    Convolutions.conv2d(x, spread, null, Kernel.of(4).withStride(2).withPadding(1)).rename("whole");
    Pooling2DConfig pairs = Pooling2DConfig.builder().kH(2).kW(2).sH(2).sW(2).isNHWC(false).build();
    graph
        .cnn()
        .avgPooling2d(Convolutions.conv2d(x, w, null, Kernel.of(3).withSamePadding()), pairs)
        .rename("parts");
    assertEqual(graph, Map.of("x", random(1, 2, 5, 6, 8), "w", random(2, 3, 3, 5, 4)));
  }

  /** What the coarsest level paints alone: smooth when it is doubled, and within the range. */
  @Test
  void coarseColoursAreSmoothedAndNoneIsBeyondTheRange() {
    StyleganConfig config = new StyleganConfig(1, 16, 16, false, 0, 4, 4, 1, 2, 4);
    SameDiff graph = SameDiff.create();
    SDVariable w = graph.placeHolder("w", DataType.FLOAT, 1, 4);
    SDVariable noise = graph.placeHolder("noise", DataType.FLOAT, 1, 1, 1, 1);
    List<SDVariable> styles = Collections.nCopies(config.noises(), w);
    new Synthesis(config, new GraphParams(graph, 1), styles, layer -> noise)
        .images()
        .rename("images");
    Map<String, Tensor> weights = new HashMap<>(GraphImport.parameters(graph));
    for (int level = 0; level < config.halvings(); level++) {
      weights.put(
          "colours" + level + ".weight",
          Tensor.of(new float[config.filters(level)], 1, 1, config.filters(level), 1));
    }
    float[] row = new float[16];
    float[] loud = new float[16];
    try (ParameterStore parameters = ParameterStore.of(weights);
        Plan plan =
            Plan.of(GraphImport.of(graph).graph("images")).parameters(parameters).compile()) {
      Map<String, Tensor> inputs =
          Map.of("w", random(1, 1, 4), "noise", Tensor.of(new float[1], 1, 1, 1, 1));
      plan.run(inputs);
      System.arraycopy(plan.output("images").toFloats(), 16 * 8, row, 0, 16);
      parameters.set("colours0.bias", Tensor.of(new float[] {50}, 1));
      plan.run(inputs);
      System.arraycopy(plan.output("images").toFloats(), 16 * 8, loud, 0, 16);
    }
    for (int i = 4; i < 12; i++) {
      assertNotEquals(row[i], row[i + 1], "pixels " + i + " and " + (i + 1));
      assertEquals(1, loud[i], 1e-6);
    }
  }

  @Test
  void truncatedToTheMeanAllImagesHaveOneStyle() {
    Path folder = temporary.resolve("model");
    SmallRuns.train(
        new StyleganFamily(),
        Map.of("filters", 4, "most_filters", 8, "latent_dim", 8, "style_dim", 8, "batch_size", 16),
        folder,
        4);
    try (Generator<GanRequest> generator =
        new StyleganFamily().open(Checkpoint.open(folder), Device.CPU)) {
      Images mean = images(generator, Map.of("mode", "interpolate", "n", 2, "truncation", 0));
      assertArrayEquals(mean.pixels(0), mean.pixels(1));
      Images free = images(generator, Map.of("mode", "interpolate", "n", 2, "truncation", 1));
      assertFalse(Arrays.equals(free.pixels(0), free.pixels(1)));
      Images half = images(generator, Map.of("mode", "interpolate", "n", 2, "truncation", 0.5));
      assertFalse(Arrays.equals(free.pixels(0), half.pixels(0)));
      assertEquals(2, half.size());
    }
  }

  private static Images images(Generator<GanRequest> generator, Map<String, ?> settings) {
    GanRequest request = Settings.bind(GanRequest.class, settings);
    return (Images) generator.generate(request, GenerationListener.SILENT);
  }
}
