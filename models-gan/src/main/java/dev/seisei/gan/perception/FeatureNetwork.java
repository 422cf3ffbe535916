package dev.seisei.gan.perception;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.checkpoint.Home;
import dev.seisei.core.features.ImageFeatures;
import dev.seisei.core.model.Model;
import dev.seisei.core.settings.Require;
import dev.seisei.core.settings.SettingException;
import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.nn.FrozenParams;
import dev.seisei.engine.nn.GraphParams;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.samediff.GraphImport;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A network that sees colour pictures of any size, opened from the checkpoint that another one
 * names, and frozen.
 *
 * <p>Not thread-safe, but for what only looks at layers and sizes.
 */
public final class FeatureNetwork implements AutoCloseable {
  /** The symbolic extents of pictures in graphs. */
  private static final String HEIGHT = "height";

  private static final String WIDTH = "width";

  private static final String FIELD = "features";

  private final Model model;
  private final Device device;
  private final ImageFeatures features;

  /** Of each layer's activations, [1, C, H', W'], H' and W' computed from height and width. */
  private final Map<String, Shape> shapes;

  private final ParameterStore parameters;

  private FeatureNetwork(Model model, ImageFeatures features, Device device) {
    this.model = model;
    this.device = device;
    this.features = features;
    this.shapes = new LinkedHashMap<>();
    this.parameters = read();
  }

  /**
   * Opens a network.
   *
   * @param name a folder, or a name looked up where models are
   * @param asking the checkpoint whose configuration names it, in {@code features}
   * @throws SettingException if there is none, it gives no features, or it does not see colours
   */
  public static FeatureNetwork open(String name, Checkpoint asking, Device device) {
    Path folder = find(name, asking);
    // Otherwise a checkpoint that names itself would be opened for ever.
    Require.that(
        !Checkpoint.open(folder).config().containsKey(FIELD),
        FIELD,
        message(asking, name + " itself needs another one's features"));
    Model model = Model.open(folder, device);
    boolean opened = false;
    try {
      ImageFeatures features =
          model
              .as(ImageFeatures.class)
              .orElseThrow(
                  () ->
                      new SettingException(
                          FIELD,
                          message(
                              asking, name + " is a " + model.family().id() + ", which is none")));
      int channels = features.image().channels();
      Require.that(
          channels == 3,
          FIELD,
          message(asking, name + " sees images of " + channels + " channel, not colours"));
      FeatureNetwork network = new FeatureNetwork(model, features, device);
      opened = true;
      return network;
    } finally {
      if (!opened) {
        model.close();
      }
    }
  }

  private static Path find(String name, Checkpoint asking) {
    try {
      return Home.find(name);
    } catch (SettingException e) {
      SettingException refused =
          new SettingException(FIELD, message(asking, String.valueOf(e.getMessage())));
      refused.initCause(e);
      throw refused;
    }
  }

  private static String message(Checkpoint asking, Object why) {
    return "features in config.json of "
        + asking.folder()
        + " must name a network that sees images in colour, such as a trained classifier: "
        + why;
  }

  /** Looks at what the network computes, and copies the weights that it does that with. */
  private ParameterStore read() {
    SameDiff graph = SameDiff.create();
    SDVariable x = picture(graph, "x", DataType.FLOAT);
    Map<String, SDVariable> activations = activations(x);
    Graph all = graph(graph, List.of(x), activations.values());
    for (String layer : features.layers()) {
      SDVariable variable = Objects.requireNonNull(activations.get(layer), layer);
      Value value = Objects.requireNonNull(all.outputs().get(variable.name()), layer);
      shapes.put(layer, value.shape());
    }
    Map<String, Tensor> weights = features.weights();
    Map<String, Tensor> used = new LinkedHashMap<>();
    for (Node node : all.nodes()) {
      if (node.op() instanceof Leaf.Parameter leaf) {
        used.put(leaf.key(), Objects.requireNonNull(weights.get(leaf.key()), leaf.key()));
      }
    }
    ParameterStore store = ParameterStore.of(device, used);
    weights.values().forEach(Tensor::close);
    return store;
  }

  /** Where the network computes. */
  public Device device() {
    return device;
  }

  /** The names of its layers, from the first to the last. */
  public List<String> layers() {
    return features.layers();
  }

  /**
   * The name of a layer, if there is one of that name.
   *
   * @param field the setting that it came from, for messages
   * @throws SettingException if there is none, naming those there are
   */
  public String layer(String field, String name) {
    Require.that(
        shapes.containsKey(name),
        field,
        "%s must be one of %s, got \"%s\"".formatted(field, shapes.keySet(), name));
    return name;
  }

  /** How many feature maps a layer has. */
  public int channels(String layer) {
    return Math.toIntExact(shape(layer).dim(1).value());
  }

  /** Height and width of a layer's feature maps for pictures of a size; may be 0. */
  public PictureSize extent(String layer, PictureSize picture) {
    Shape shape = shape(layer);
    return new PictureSize(extent(shape.dim(2), picture), extent(shape.dim(3), picture));
  }

  private static int extent(Dim dim, PictureSize picture) {
    Dim known =
        dim.substitute(
            symbol -> Dim.of(symbol.equals(HEIGHT) ? picture.height() : picture.width()));
    return Math.toIntExact(known.value());
  }

  private Shape shape(String layer) {
    return Objects.requireNonNull(shapes.get(layer), layer);
  }

  /** Whether pictures of a size are large enough for a layer to see something. */
  public boolean sees(String layer, PictureSize picture) {
    PictureSize extent = extent(layer, picture);
    // Below 2 pixels there are no neighbours that total variation could compare.
    return Math.min(picture.height(), picture.width()) > 1
        && Math.min(extent.height(), extent.width()) > 0;
  }

  /** A placeholder for a picture of any size, [1, 3, H, W], in [0, 1]. */
  public static SDVariable picture(SameDiff graph, String name, DataType type) {
    return graph.placeHolder(name, type, 1, 3, -1, -1);
  }

  /**
   * Writes the network into a graph.
   *
   * @param x a picture, [1, 3, H, W], in [0, 1]
   * @return of each layer the activations, [1, C, H', W']
   */
  public Map<String, SDVariable> activations(SDVariable x) {
    GraphParams params = new GraphParams(x.getSameDiff(), 0, x.dataType());
    return features.activations(new FrozenParams(params, name -> true), x);
  }

  /**
   * Imports a graph.
   *
   * @param pictures placeholders of it, all of one size
   */
  public static Graph graph(
      SameDiff graph, List<SDVariable> pictures, Collection<SDVariable> outputs) {
    GraphImport imported = GraphImport.of(graph);
    for (SDVariable picture : pictures) {
      imported.dimension(picture.name(), 2, HEIGHT).dimension(picture.name(), 3, WIDTH);
    }
    return imported.graph(outputs.stream().map(SDVariable::name).toArray(String[]::new));
  }

  /** Binds the extents of pictures in graphs. */
  public static Map<String, Long> extents(PictureSize size) {
    return Map.of(HEIGHT, (long) size.height(), WIDTH, (long) size.width());
  }

  /** The weights of the layers; nobody changes them. */
  public ParameterStore parameters() {
    return parameters;
  }

  /** Frees the network's memory; closing twice does nothing. */
  @Override
  public void close() {
    parameters.close();
    model.close();
  }
}
