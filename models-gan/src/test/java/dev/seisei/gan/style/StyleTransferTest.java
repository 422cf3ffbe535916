package dev.seisei.gan.style;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Model;
import dev.seisei.core.sample.Images;
import dev.seisei.core.settings.Picture;
import dev.seisei.core.settings.SettingException;
import dev.seisei.core.settings.Settings;
import dev.seisei.engine.gradient.Gradients;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.plan.Plan;
import dev.seisei.gan.Doubles;
import dev.seisei.gan.FeatureNetworks;
import dev.seisei.gan.Pictures;
import dev.seisei.gan.perception.FeatureNetwork;
import dev.seisei.gan.perception.PictureSize;
import dev.seisei.loss.StyleLoss;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

class StyleTransferTest {
  private static final PictureSize SIZE = new PictureSize(45, 64);
  private static final Picture IMAGE = Pictures.disc(SIZE.height(), SIZE.width());
  private static final Picture STYLE = Pictures.stripes(SIZE.height(), SIZE.width());

  @TempDir static Path folder;

  @BeforeAll
  static void write() throws IOException {
    Path network = FeatureNetworks.colour();
    checkpoint("style", Map.of("features", network.toString()));
  }

  private static Path checkpoint(String name, Map<String, ?> config) throws IOException {
    return FeatureNetworks.checkpoint(folder.resolve(name), "style-transfer", config);
  }

  private static Model open() {
    return Model.open(folder.resolve("style"), Device.CPU);
  }

  private static FeatureNetwork network() {
    return FeatureNetwork.open(
        FeatureNetworks.colour().toString(), Checkpoint.open(folder.resolve("style")), Device.CPU);
  }

  private static Map<String, Object> request(Map<String, ?> changed) {
    Map<String, Object> request = new HashMap<>();
    request.put("image", IMAGE.base64());
    request.put("style", STYLE.base64());
    request.put("size", SIZE.width());
    request.put("steps", 80);
    request.put("total_variation", 1);
    request.putAll(changed);
    return request;
  }

  private static float[] transfer(Model model, Map<String, ?> changed) {
    return ((Images) model.generate(request(changed))).pixels(0);
  }

  /** What is seen of a picture: the content layer's activations, and a Gram matrix a layer. */
  private static Map<String, double[]> seen(FeatureNetwork network, float[] picture) {
    Map<String, double[]> seen = new LinkedHashMap<>();
    try (Plan plan =
        Plan.of(new StyleTransferGraph(network, "stage2_0", network.layers()).seen())
            .parameters(network.parameters())
            .bind(FeatureNetwork.extents(SIZE))
            .compile()) {
      plan.input(StyleTransferGraph.X).bytes().asFloatBuffer().put(picture);
      plan.run();
      plan.outputs().forEach(name -> seen.put(name, plan.output(name).toDoubles()));
    }
    return seen;
  }

  private static double[] of(Map<String, double[]> seen, String name) {
    return Objects.requireNonNull(seen.get(name), name);
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(sum);
  }

  @Test
  void theStyleIsTakenOnAndTheContentKept() {
    try (Model model = open();
        FeatureNetwork network = network()) {
      Map<String, double[]> content =
          seen(network, Pictures.pixels(IMAGE, SIZE.height(), SIZE.width()));
      Map<String, double[]> style =
          seen(network, Pictures.pixels(STYLE, SIZE.height(), SIZE.width()));
      Map<String, double[]> made = seen(network, transfer(model, Map.of("style_weight", 10)));
      for (String layer : network.layers()) {
        String gram = StyleTransferGraph.gram(layer);
        double before = StyleLoss.loss(of(content, gram), of(style, gram));
        double after = StyleLoss.loss(of(made, gram), of(style, gram));
        assertTrue(after < 0.3 * before, layer + ": " + before + " to " + after);
      }
      String layer = StyleTransferGraph.CONTENT;
      double toContent = distance(of(made, layer), of(content, layer));
      double styleToContent = distance(of(style, layer), of(content, layer));
      assertTrue(toContent < 0.8 * styleToContent, toContent + " of " + styleToContent);
    }
  }

  @Test
  void theLossFallsFarBelowItsStart() {
    for (String start : List.of("content", "noise")) {
      List<Double> losses = new ArrayList<>();
      GenerationListener listener =
          new GenerationListener() {
            @Override
            public void at(long done, long total, String detail) {
              assertTrue(detail.startsWith("loss "), detail);
              losses.add(Double.valueOf(detail.substring("loss ".length())));
            }
          };
      try (Model model = open()) {
        model.generate(model.request(request(Map.of("start", start))), listener);
      }
      double first = losses.get(0);
      double last = losses.get(losses.size() - 1);
      assertTrue(last < 0.3 * first, start + ": " + first + " to " + last);
    }
  }

  @Test
  void weightsDecideBetweenContentAndStyle() {
    try (Model model = open();
        FeatureNetwork network = network()) {
      float[] image = Pictures.pixels(IMAGE, SIZE.height(), SIZE.width());
      double[] content = of(seen(network, image), StyleTransferGraph.CONTENT);
      double little =
          distance(
              of(seen(network, transfer(model, Map.of("style_weight", 0.1))), "content"), content);
      double much =
          distance(
              of(seen(network, transfer(model, Map.of("style_weight", 1000))), "content"), content);
      assertTrue(little < 0.7 * much, little + " and " + much);
      // Nothing but the content is asked for, and it is there already.
      assertArrayEquals(
          image, transfer(model, Map.of("style_weight", 0, "total_variation", 0, "steps", 5)));
    }
  }

  /** Of the whole objective by the picture, with everything else held. */
  @Test
  void theGradientIsFiniteDifferences() {
    PictureSize size = new PictureSize(9, 10);
    StyleTransferRequest weights =
        Settings.bind(
            StyleTransferRequest.class,
            Map.of("content_weight", 0.5, "style_weight", 3, "total_variation", 2));
    try (FeatureNetwork network = network()) {
      StyleTransferGraph built =
          new StyleTransferGraph(network, "stage1_0", List.of("stage0_0", "stage2_0"));
      Graph graph = built.objective(weights, size, DataType.DOUBLE);
      Map<String, Value> outputs = new HashMap<>(graph.outputs());
      Value loss = Objects.requireNonNull(outputs.get(StyleTransferGraph.LOSS));
      Value scalar = Ops.reshape(loss, new Shape(List.of()));
      outputs.put("gradient", Gradients.of(scalar, List.of(picture(graph))).get(0));
      double[] x = Doubles.random(1, size.numbers());
      Map<String, Tensor> parameters = new HashMap<>(Doubles.of(network.parameters()));
      long[] shape = {1, 3, size.height(), size.width()};
      parameters.put(StyleTransferGraph.PICTURE, Tensor.of(x, shape));
      try (ParameterStore store = ParameterStore.of(parameters);
          Plan plan = Plan.of(Graph.of(outputs)).parameters(store).compile()) {
        plan.inputs().forEach(name -> fill(plan.input(name)));
        plan.run();
        double[] gradient = plan.output("gradient").toDoubles();
        assertEquals(
            plan.output("loss").getDouble(0),
            0.5 * plan.output("content_loss").getDouble(0)
                + 3 * plan.output("style_loss").getDouble(0)
                + 2 * plan.output("variation").getDouble(0),
            1e-9);
        Doubles.assertGradient(
            x,
            gradient,
            at -> {
              store.set(StyleTransferGraph.PICTURE, Tensor.of(at, shape));
              plan.run();
              return plan.output(StyleTransferGraph.LOSS).getDouble(0);
            });
      }
    }
  }

  private static Value picture(Graph graph) {
    return graph.nodes().stream()
        .filter(
            node ->
                node.op() instanceof Leaf.Parameter leaf
                    && leaf.key().equals(StyleTransferGraph.PICTURE))
        .map(Node::output)
        .findFirst()
        .orElseThrow();
  }

  private static void fill(Tensor target) {
    double[] values = Doubles.random(2, (int) target.elements());
    for (int i = 0; i < values.length; i++) {
      target.setDouble(i, values[i]);
    }
  }

  @Test
  void fromTheContentNothingIsRandomAndFromNoiseTheSeedCounts() {
    try (Model model = open()) {
      Map<String, ?> seven = Map.of("steps", 2, "seed", 7);
      Map<String, ?> eight = Map.of("steps", 2, "seed", 8);
      assertArrayEquals(transfer(model, seven), transfer(model, eight));
      float[] first = transfer(model, Map.of("steps", 2, "seed", 7, "start", "noise"));
      float[] other = transfer(model, Map.of("steps", 2, "seed", 8, "start", "noise"));
      assertFalse(Arrays.equals(first, other));
    }
  }

  @Test
  void theStylePictureMayHaveAnotherShape() {
    try (Model model = open();
        FeatureNetwork network = network()) {
      Map<String, ?> tall = Map.of("style", Pictures.stripes(64, 31).base64());
      Map<String, double[]> made = seen(network, transfer(model, tall));
      Map<String, double[]> style =
          seen(network, Pictures.pixels(STYLE, SIZE.height(), SIZE.width()));
      Map<String, double[]> content =
          seen(network, Pictures.pixels(IMAGE, SIZE.height(), SIZE.width()));
      String gram = StyleTransferGraph.gram("stage0_0");
      assertTrue(
          StyleLoss.loss(of(made, gram), of(style, gram))
              < 0.5 * StyleLoss.loss(of(content, gram), of(style, gram)));
    }
  }

  @Test
  void whatCannotBeDoneIsNamed() throws IOException {
    try (Model model = open()) {
      named("start", "noise", () -> transfer(model, Map.of("start", "style")));
      named("learning_rate", "learning_rate", () -> transfer(model, Map.of("learning_rate", 0)));
      named("content_weight", "[0.0", () -> transfer(model, Map.of("content_weight", -1)));
      named(
          "style_weight",
          "one of content_weight",
          () ->
              transfer(
                  model, Map.of("content_weight", 0, "style_weight", 0, "total_variation", 0)));
      named(
          "size",
          "in style",
          () -> transfer(model, Map.of("style", Pictures.stripes(2, 64).base64())));
    }
    String network = FeatureNetworks.colour().toString();
    Path content = checkpoint("content", Map.of("features", network, "content_layer", "relu"));
    named("content_layer", FeatureNetworks.LAYERS, () -> Model.open(content, Device.CPU));
    Path style =
        checkpoint("layers", Map.of("features", network, "style_layers", "stage0_0, relu"));
    named("style_layers", FeatureNetworks.LAYERS, () -> Model.open(style, Device.CPU));
  }

  private static void named(String field, String why, Executable attempt) {
    SettingException e = assertThrows(SettingException.class, attempt);
    assertEquals(field, e.field(), e.toString());
    assertTrue(e.toString().contains(why), e.toString());
  }
}
