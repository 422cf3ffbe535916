package dev.seisei.gan.deepdream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.Model;
import dev.seisei.core.sample.Images;
import dev.seisei.core.settings.Picture;
import dev.seisei.core.settings.SettingException;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.plan.Plan;
import dev.seisei.gan.Doubles;
import dev.seisei.gan.FeatureNetworks;
import dev.seisei.gan.Pictures;
import dev.seisei.gan.perception.FeatureNetwork;
import dev.seisei.gan.perception.PictureSize;
import dev.seisei.loss.TotalVariation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class DeepDreamTest {
  private static final PictureSize SIZE = new PictureSize(45, 64);
  private static final Picture IMAGE = Pictures.disc(SIZE.height(), SIZE.width());

  @TempDir static Path folder;

  @BeforeAll
  static void write() throws IOException {
    Path network = FeatureNetworks.colour();
    checkpoint("dream", Map.of("features", network.toString()));
  }

  private static Path checkpoint(String name, Map<String, ?> config) throws IOException {
    return FeatureNetworks.checkpoint(folder.resolve(name), "deepdream", config);
  }

  private static Model open() {
    return Model.open(folder.resolve("dream"), Device.CPU);
  }

  private static FeatureNetwork network() {
    return FeatureNetwork.open(
        FeatureNetworks.colour().toString(), Checkpoint.open(folder.resolve("dream")), Device.CPU);
  }

  private static Images dream(Model model, Map<String, ?> changed) {
    Map<String, Object> request = new HashMap<>();
    request.put("image", IMAGE.base64());
    request.put("size", SIZE.width());
    request.putAll(changed);
    return (Images) model.generate(request);
  }

  /** The mean activation of a layer, computed by a graph of its own. */
  private static double activation(FeatureNetwork network, String layer, float[] picture) {
    SameDiff graph = SameDiff.create();
    SDVariable x = FeatureNetwork.picture(graph, "x", DataType.FLOAT);
    SDVariable mean = Objects.requireNonNull(network.activations(x).get(layer)).mean();
    Graph imported = FeatureNetwork.graph(graph, List.of(x), List.of(mean));
    try (Plan plan =
        Plan.of(imported)
            .parameters(network.parameters())
            .bind(FeatureNetwork.extents(SIZE))
            .compile()) {
      plan.input("x").bytes().asFloatBuffer().put(picture);
      plan.run();
      return plan.output(mean.name()).getDouble(0);
    }
  }

  /** Against chance: every pixel is moved as far, up or down at random. */
  @Test
  void theLayerThatIsAskedForSeesMore() {
    float[] before = Pictures.pixels(IMAGE, SIZE.height(), SIZE.width());
    try (Model model = open();
        FeatureNetwork network = network()) {
      for (String layer : network.layers()) {
        float[] after = dream(model, Map.of("layer", layer)).pixels(0);
        float[] chance = before.clone();
        Random random = new Random(1);
        for (int i = 0; i < chance.length; i++) {
          float moved = Math.abs(after[i] - before[i]);
          chance[i] = Math.min(Math.max(chance[i] + (random.nextBoolean() ? moved : -moved), 0), 1);
        }
        double first = activation(network, layer, before);
        double grown = activation(network, layer, after);
        assertTrue(grown > 1.8 * first, layer + ": " + first + " to " + grown);
        double byChance = activation(network, layer, chance);
        assertTrue(grown > 1.3 * byChance, layer + ": " + grown + ", by chance " + byChance);
      }
    }
  }

  @Test
  void theGradientIsFiniteDifferences() {
    PictureSize size = new PictureSize(9, 11);
    try (FeatureNetwork network = network();
        ParameterStore doubles = ParameterStore.of(Doubles.of(network.parameters()));
        Plan plan =
            Plan.of(DeepDreamGraph.of(network, "stage2_0", DataType.DOUBLE))
                .parameters(doubles)
                .bind(FeatureNetwork.extents(size))
                .compile()) {
      double[] x = Doubles.random(1, size.numbers());
      run(plan, size, x);
      double[] gradient = plan.output(DeepDreamGraph.GRADIENT).toDoubles();
      double[] roughness = plan.output(DeepDreamGraph.ROUGHNESS).toDoubles();
      Doubles.assertGradient(
          x,
          gradient,
          at -> {
            run(plan, size, at);
            return plan.output(DeepDreamGraph.STRENGTH).getDouble(0);
          });
      Doubles.assertGradient(
          x,
          roughness,
          at ->
              TotalVariation.loss(
                  Nd4j.createFromArray(at).reshape(1, 3, size.height(), size.width()))[0]);
    }
  }

  private static void run(Plan plan, PictureSize size, double[] picture) {
    Tensor tensor = Tensor.of(picture, 1, 3, size.height(), size.width());
    plan.run(Map.of(DeepDreamGraph.X, tensor, DeepDreamGraph.PICTURE, tensor));
    tensor.close();
  }

  @Test
  void aPictureIsRolledAroundItsEdgesAndBack() {
    PictureSize size = new PictureSize(2, 3);
    float[] planes = new float[size.numbers()];
    for (int i = 0; i < planes.length; i++) {
      planes[i] = i;
    }
    float[] rolled = Ascent.rolled(planes, size, 1, -1);
    assertArrayEquals(new float[] {4, 5, 3, 1, 2, 0}, Arrays.copyOf(rolled, 6));
    assertArrayEquals(new float[] {10, 11, 9, 7, 8, 6}, Arrays.copyOfRange(rolled, 6, 12));
    assertArrayEquals(planes, Ascent.rolled(rolled, size, -1, 1));
    assertArrayEquals(planes, Ascent.rolled(planes, size, 4, -300));
  }

  /** Without jitter nothing is random; and one step moves every pixel by its size on average. */
  @Test
  void aStepIsAsLongAsItIsAskedToBe() {
    Map<String, ?> one = Map.of("steps", 1, "octaves", 1, "jitter", 0, "step_size", 0.001);
    try (Model model = open()) {
      float[] before = Pictures.pixels(IMAGE, SIZE.height(), SIZE.width());
      float[] after = dream(model, one).pixels(0);
      double moved = 0;
      for (int i = 0; i < after.length; i++) {
        moved += Math.abs(after[i] - before[i]) / after.length;
      }
      assertEquals(0.001, moved, 1e-5);
      Map<String, Object> other = new HashMap<>(one);
      other.put("seed", 5);
      assertArrayEquals(after, dream(model, other).pixels(0));
    }
  }

  @Test
  void totalVariationMakesItSmoother() {
    try (Model model = open()) {
      double rough = roughness(dream(model, Map.of()));
      double smooth = roughness(dream(model, Map.of("total_variation", 20)));
      assertTrue(smooth < 0.7 * rough, rough + " to " + smooth);
    }
  }

  private static double roughness(Images image) {
    return TotalVariation.loss(
        Nd4j.createFromArray(image.pixels(0)).reshape(1, 3, image.height(), image.width()))[0];
  }

  @Test
  void aDreamDoesNotDependOnThoseBefore() {
    try (Model model = open()) {
      float[] first = dream(model, Map.of("steps", 2)).pixels(0);
      float[] other = dream(model, Map.of("steps", 2, "layer", "stage0_0")).pixels(0);
      assertFalse(Arrays.equals(first, other));
      dream(model, Map.of("steps", 1, "size", 31));
      assertArrayEquals(first, dream(model, Map.of("steps", 2)).pixels(0));
      assertArrayEquals(first, dream(model, Map.of("steps", 2, "layer", "stage2_0")).pixels(0));
    }
  }

  @Test
  void aPictureInWhichNothingIsActiveStaysAsItIs() {
    float[] black = new float[3 * 8 * 8];
    float[] picture = black.clone();
    try (FeatureNetwork network = network();
        Ascent ascent = new Ascent(network, "stage0_0")) {
      for (String name : network.parameters().names()) {
        Tensor weight = network.parameters().get(name);
        network
            .parameters()
            .set(name, Tensor.of(new float[(int) weight.elements()], weight.shape()));
      }
      assertEquals(0, ascent.step(picture, new PictureSize(8, 8), 3, 4, 0.1, 0));
      assertArrayEquals(black, picture);
    }
  }

  @Test
  void whatCannotBeDreamtIsNamed() {
    try (Model model = open()) {
      named("layer", FeatureNetworks.LAYERS, () -> dream(model, Map.of("layer", "conv5")));
      named("octaves", "must be fewer", () -> dream(model, Map.of("octaves", 12)));
      named("octaves", "[1, 16]", () -> dream(model, Map.of("octaves", 0)));
      named("octave_scale", "[1.01, 4.0]", () -> dream(model, Map.of("octave_scale", 1)));
      named("step_size", "step_size", () -> dream(model, Map.of("step_size", 0)));
      named("jitter", "jitter", () -> dream(model, Map.of("jitter", -1)));
    }
  }

  private static void named(String field, String why, Executable attempt) {
    SettingException e = assertThrows(SettingException.class, attempt);
    assertEquals(field, e.field(), e.toString());
    assertTrue(e.toString().contains(why), e.toString());
  }

  @Test
  void aConfigurationsLayerIsTheDefaultAndMustBeThere() throws IOException {
    String network = FeatureNetworks.colour().toString();
    Path first = checkpoint("first", Map.of("features", network, "layer", "stage0_0"));
    try (Model model = open();
        Model ofFirst = Model.open(first, Device.CPU)) {
      assertArrayEquals(
          dream(model, Map.of("steps", 1, "layer", "stage0_0")).pixels(0),
          dream(ofFirst, Map.of("steps", 1)).pixels(0));
    }
    Path none = checkpoint("none", Map.of("features", network, "layer", "conv5"));
    named("layer", FeatureNetworks.LAYERS, () -> Model.open(none, Device.CPU));
  }
}
