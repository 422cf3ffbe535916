package dev.seisei.evaluate.inception;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seisei.core.checkpoint.Safetensors;
import dev.seisei.core.dataset.ImageShape;
import dev.seisei.core.features.ImageFeatures;
import dev.seisei.core.model.Model;
import dev.seisei.core.settings.SettingException;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.nn.GraphParams;
import dev.seisei.engine.samediff.GraphImport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/** Beside PyTorch: what {@code tools/parity/inception.py} wrote. */
class InceptionParityTest {
  @TempDir static Path folder;

  private static JsonNode fixture;
  private static Model model;
  private static ImageFeatures network;

  @BeforeAll
  static void open() throws IOException {
    try (InputStream in =
        requireNonNull(InceptionParityTest.class.getResourceAsStream("/inception.json"))) {
      fixture = new ObjectMapper().readTree(in);
    }
    Map<String, Tensor> weights = weights();
    write(folder, weights);
    weights.values().forEach(Tensor::close);
    model = Model.open(folder, Device.CPU);
    network = model.as(ImageFeatures.class).orElseThrow();
  }

  @AfterAll
  static void close() {
    model.close();
  }

  /** As others would have it: two files and nothing else. */
  private static void write(Path to, Map<String, Tensor> weights) throws IOException {
    Files.writeString(to.resolve("config.json"), "{\"model_type\": \"inception\"}");
    Safetensors.write(to.resolve("model.safetensors"), weights, Map.of("format", "pt"));
  }

  private static Map<String, Tensor> weights() {
    Map<String, int[]> shapes = new TreeMap<>();
    shapes.put("fc.weight", new int[] {1008, 2048});
    shapes.put("fc.bias", new int[] {1008});
    fixture
        .get("convolutions")
        .properties()
        .forEach(
            each -> {
              int[] shape = new int[4];
              Arrays.setAll(shape, i -> each.getValue().get(i).asInt());
              shapes.put(each.getKey() + ".weight", shape);
              String norm = each.getKey().replaceAll("conv$", "bn.");
              for (String name : new String[] {"weight", "bias", "running_mean", "running_var"}) {
                shapes.put(norm + name, new int[] {shape[0]});
              }
            });
    Map<String, Tensor> weights = new TreeMap<>();
    int stream = 0;
    for (Map.Entry<String, int[]> each : shapes.entrySet()) {
      weights.put(each.getKey(), value(each.getKey(), each.getValue(), stream++));
    }
    weights.put("Conv2d_1a_3x3.bn.num_batches_tracked", Tensor.of(new long[] {7}));
    weights.put("AuxLogits.fc.bias", Tensor.of(new float[] {1, 2}, 2));
    return weights;
  }

  private static Tensor value(String name, int[] shape, long stream) {
    int count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      double u = uniform(stream, i);
      if (name.endsWith("conv.weight")) {
        u *= Math.sqrt(6.0 / ((double) shape[1] * shape[2] * shape[3]));
      } else if (name.equals("fc.weight")) {
        u *= 0.0625;
      } else if (name.endsWith("running_var")) {
        u = 1 + 0.5 * u;
      } else if (name.endsWith("bn.weight")) {
        u = 1 + 0.125 * u;
      } else {
        u *= 0.125;
      }
      values[i] = (float) u;
    }
    return Tensor.of(values, Arrays.stream(shape).asLongStream().toArray());
  }

  /** In [-1, 1) in steps of 2⁻¹⁵: a hash of index and stream. */
  private static double uniform(long stream, int index) {
    int x = (int) (index + stream * 2654435761L);
    x ^= x >>> 16;
    x *= 0x85EBCA6B;
    x ^= x >>> 13;
    x *= 0xC2B2AE35;
    x ^= x >>> 16;
    return (x >>> 16) / 32768.0 - 1;
  }

  private static float[] image(JsonNode each) {
    float[] pixels = new float[extents(each).features()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) ((uniform(each.get("stream").asLong(), i) + 1) / 2);
    }
    return pixels;
  }

  private static ImageShape extents(JsonNode each) {
    return new ImageShape(
        each.get("channels").asInt(), each.get("height").asInt(), each.get("width").asInt());
  }

  private static ImageFeatures.Seen see(JsonNode each) {
    return network.forImages(extents(each)).see(image(each), 1);
  }

  private static void check(JsonNode expected, int every, float[] found, double slack) {
    for (int i = 0; i < expected.size(); i++) {
      double value = expected.get(i).asDouble();
      assertEquals(value, found[i * every], 1e-4 * Math.abs(value) + slack, "at " + i);
    }
  }

  @Test
  void featuresAndProbabilitiesAreThoseOfPyTorch() {
    for (JsonNode each : fixture.get("cases")) {
      ImageFeatures.Seen seen = see(each);
      int every = each.get("every").asInt();
      double sum = 0;
      for (float feature : seen.features()) {
        sum += feature;
      }
      double expected = each.get("feature_sum").asDouble();
      assertEquals(expected, sum, 1e-5 * expected);
      assertEquals(2048, seen.features().length);
      assertEquals(1008, seen.probabilities().length);
      check(each.get("features"), every, seen.features(), 1e-5);
      check(each.get("probabilities"), every, seen.probabilities(), 1e-8);
    }
  }

  @Test
  void anImageIsSeenAsItIsAloneWhateverIsBesideIt() {
    JsonNode grey = fixture.get("cases").get(1);
    float[] image = image(grey);
    float[] many = new float[3 * image.length];
    System.arraycopy(image, 0, many, 2 * image.length, image.length);
    ImageFeatures scaled = network.forImages(extents(grey));
    float[] features = scaled.see(many, 3).features();
    assertArrayEquals(see(grey).features(), Arrays.copyOfRange(features, 2 * 2048, 3 * 2048));
    assertEquals(extents(grey), scaled.image());
    assertEquals(network.hash(), scaled.hash());
    assertEquals(network.layers(), scaled.layers());
  }

  @Test
  void itsLayersAreWrittenIntoAGraphForImagesOfAnySize() {
    SameDiff graph = SameDiff.create();
    SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, 3, 80, 96);
    Map<String, SDVariable> layers = network.activations(new GraphParams(graph, 0), x);
    assertEquals(network.layers(), List.copyOf(layers.keySet()));
    Graph imported = GraphImport.of(graph).graph(requireNonNull(layers.get("Mixed_7c")).name());
    assertEquals(
        "[batch, 2048, 1, 1]", imported.outputs().values().iterator().next().shape().toString());
  }

  @Test
  void itSeesGreyAndColourOfAnySizeAndNothingElse() {
    assertSame(network, network.forImages(new ImageShape(3, 299, 299)));
    SettingException e =
        assertThrows(SettingException.class, () -> network.forImages(new ImageShape(2, 28, 28)));
    assertEquals("features", e.field());
  }

  @Test
  void weightsOfAnotherNetworkAreRefusedByName() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    write(
        other,
        Map.of(
            "fc.weight", Tensor.of(new float[] {1, 2}, 2, 1),
            "Mixed_8a.conv.weight", Tensor.of(new float[] {1}, 1)));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Model.open(other, Device.CPU));
    for (String said :
        new String[] {
          "\"fc.weight\" has shape [2, 1]",
          "\"Mixed_8a.conv.weight\" is not part",
          "\"Mixed_7c.branch_pool.bn.running_var\" F32[192] is missing"
        }) {
      assertTrue(e.toString().contains(said), said + " is missing in " + e);
    }
  }
}
