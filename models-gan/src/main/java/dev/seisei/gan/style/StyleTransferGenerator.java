package dev.seisei.gan.style;

import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Generator;
import dev.seisei.core.sample.ImageFile;
import dev.seisei.core.sample.ImageInput;
import dev.seisei.core.sample.Images;
import dev.seisei.core.sample.Sample;
import dev.seisei.core.settings.Picture;
import dev.seisei.core.settings.Require;
import dev.seisei.core.train.TrainingState;
import dev.seisei.core.train.TrainingStep;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.optim.Optimizer;
import dev.seisei.engine.optim.Schedule;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.plan.Precision;
import dev.seisei.engine.random.RandomNumbers;
import dev.seisei.gan.perception.FeatureNetwork;
import dev.seisei.gan.perception.PictureSize;
import dev.seisei.gan.style.StyleTransferRequest.Start;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * An opened style transfer. The picture is the parameter that is trained. Not thread-safe, but for
 * {@link #check}.
 */
final class StyleTransferGenerator implements Generator<StyleTransferRequest> {
  private static final int NOISE_STREAM = 1;

  /** Steps from one partial picture to the next. */
  private static final int PARTIAL_EVERY = 10;

  private final FeatureNetwork network;
  private final StyleTransferGraph graph;
  private final Graph seen;

  /**
   * @param network closed with this
   * @throws dev.seisei.core.settings.SettingException if a layer of the configuration is none of it
   */
  StyleTransferGenerator(StyleTransferConfig config, FeatureNetwork network) {
    this.network = network;
    List<String> layers = network.layers();
    List<String> listed = config.listedStyleLayers();
    listed.forEach(layer -> network.layer("style_layers", layer));
    String content =
        config.contentLayer().isEmpty()
            ? layers.get(layers.size() * 2 / 3)
            : network.layer("content_layer", config.contentLayer());
    this.graph = new StyleTransferGraph(network, content, listed.isEmpty() ? layers : listed);
    this.seen = graph.seen();
  }

  @Override
  public void check(StyleTransferRequest request) {
    Require.that(
        request.image() != null, "image", "image must be given to keep its content, got none");
    Require.that(request.style() != null, "style", "style must be given to take it on, got none");
  }

  private static ImageFile read(String field, @Nullable Picture picture) {
    return ImageInput.decode(field, Objects.requireNonNull(picture));
  }

  /**
   * @throws dev.seisei.core.settings.SettingException if a layer sees nothing in the picture
   */
  private PictureSize size(String field, ImageFile picture, int longest) {
    PictureSize size = PictureSize.of(picture, longest);
    for (String layer : graph.layers()) {
      Require.that(
          network.sees(layer, size),
          "size",
          "size must be larger: in %s, of %s, layer %s sees nothing, got %d"
              .formatted(field, size, layer, longest));
    }
    return size;
  }

  @Override
  public Sample generate(StyleTransferRequest request, GenerationListener listener) {
    check(request);
    listener.throwIfCancelled();
    ImageFile image = read("image", request.image());
    ImageFile style = read("style", request.style());
    PictureSize size = size("image", image, request.size());
    PictureSize ofStyle = size("style", style, request.size());
    float[] content = image.pixels(3, size.height(), size.width());
    Map<String, Tensor> targets = new LinkedHashMap<>();
    try {
      see(content, size, List.of(StyleTransferGraph.CONTENT), targets);
      see(
          style.pixels(3, ofStyle.height(), ofStyle.width()),
          ofStyle,
          graph.styleLayers().stream().map(StyleTransferGraph::gram).toList(),
          targets);
      return optimize(request, size, start(request, content), targets, listener);
    } finally {
      targets.values().forEach(Tensor::close);
    }
  }

  /** Copies some of what is seen of a picture. */
  private void see(
      float[] picture, PictureSize size, List<String> outputs, Map<String, Tensor> into) {
    try (Plan plan =
        Plan.of(seen)
            .parameters(network.parameters())
            .device(network.device())
            .bind(FeatureNetwork.extents(size))
            .compile()) {
      plan.input(StyleTransferGraph.X).bytes().asFloatBuffer().put(picture);
      plan.run();
      outputs.forEach(name -> into.put(name, plan.output(name).copy()));
    }
  }

  private static float[] start(StyleTransferRequest request, float[] content) {
    if (request.start() == Start.CONTENT) {
      return content;
    }
    float[] noise = new float[content.length];
    new RandomNumbers(request.seed(), 0, NOISE_STREAM).uniform(noise);
    return noise;
  }

  private Images optimize(
      StyleTransferRequest request,
      PictureSize size,
      float[] start,
      Map<String, Tensor> targets,
      GenerationListener listener) {
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    for (String name : network.parameters().names()) {
      parameters.put(name, network.parameters().get(name));
    }
    try (Tensor first = Tensor.of(start, 1, 3, size.height(), size.width())) {
      parameters.put(StyleTransferGraph.PICTURE, first);
      try (TrainingState state =
              new TrainingState(
                  parameters, Map.of(), request.seed(), Optional.empty(), network.device());
          TrainingStep optimization =
              new TrainingStep(
                  graph.objective(request, size, DataType.FLOAT),
                  StyleTransferGraph.LOSS,
                  state,
                  training ->
                      training
                          .optimizer(Optimizer.Adam.standard())
                          .schedule(Schedule.constant(request.learningRate()))
                          .trainable(StyleTransferGraph.PICTURE::equals),
                  1,
                  Precision.F32)) {
        targets.forEach((name, target) -> optimization.plan().input(name).copyFrom(target));
        Tensor picture = state.parameters().get(StyleTransferGraph.PICTURE);
        for (int step = 1; step <= request.steps(); step++) {
          listener.throwIfCancelled();
          double loss = optimization.run();
          clip(picture.bytes().asFloatBuffer());
          state.parameters().changed();
          listener.at(step, request.steps(), String.format(Locale.ROOT, "loss %.4f", loss));
          if (step % PARTIAL_EVERY == 0 && step < request.steps()) {
            listener.partial(images(picture, size));
          }
        }
        return images(picture, size);
      }
    }
  }

  /** Pixels stay in [0, 1]: what leaves it is brought back after every step. */
  private static void clip(FloatBuffer pixels) {
    for (int i = 0; i < pixels.limit(); i++) {
      pixels.put(i, Math.min(Math.max(pixels.get(i), 0), 1));
    }
  }

  private static Images images(Tensor picture, PictureSize size) {
    return new Images(1, 3, size.height(), size.width(), picture.toFloats());
  }

  @Override
  public void close() {
    network.close();
  }
}
