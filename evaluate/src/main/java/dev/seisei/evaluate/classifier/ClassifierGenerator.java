package dev.seisei.evaluate.classifier;

import dev.seisei.core.dataset.ImageShape;
import dev.seisei.core.features.ImageFeatures;
import dev.seisei.core.model.Functions;
import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.RowPlan;
import dev.seisei.core.sample.Sample;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.nn.Params;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nd4j.autodiff.samediff.SDVariable;

/** An opened classifier. Not thread-safe, but for {@link #check}. */
final class ClassifierGenerator implements Generator<ClassifierRequest>, ImageFeatures {
  /** Rows of a run. */
  static final int ROWS = 100;

  private final ClassifierConfig config;
  private final Functions functions;

  /**
   * @param functions closed with this, also if it cannot be made
   */
  ClassifierGenerator(ClassifierConfig config, Functions functions) {
    this.config = config;
    this.functions = functions;
    functions.orClose(this::plan);
  }

  private RowPlan plan() {
    return functions.plan(
        "see",
        ROWS,
        Map.of(
            ClassifierGraph.X, config.image().features(),
            ClassifierGraph.FEATURES, config.dimensions(),
            ClassifierGraph.PROBABILITIES, config.classes()));
  }

  @Override
  public void check(ClassifierRequest request) {
    PictureFeatures.check(request);
  }

  @Override
  public int rowsPerRun() {
    return ROWS;
  }

  @Override
  public Sample generate(ClassifierRequest request, GenerationListener listener) {
    listener.throwIfCancelled();
    return generateTogether(List.of(request)).get(0);
  }

  @Override
  public List<Sample> generateTogether(List<ClassifierRequest> requests) {
    return PictureFeatures.of(requests, this);
  }

  @Override
  public ImageShape image() {
    return config.image();
  }

  @Override
  public int dimensions() {
    return config.dimensions();
  }

  @Override
  public int classes() {
    return config.classes();
  }

  @Override
  public String hash() {
    return functions.hash();
  }

  @Override
  public Seen see(float[] images, int rows) {
    Map<String, float[]> outputs = plan().run(rows, Map.of(ClassifierGraph.X, images));
    return new Seen(
        Objects.requireNonNull(outputs.get(ClassifierGraph.FEATURES)),
        Objects.requireNonNull(outputs.get(ClassifierGraph.PROBABILITIES)));
  }

  @Override
  public List<String> layers() {
    List<String> names = new ArrayList<>();
    for (int stage = 0; stage < config.stages(); stage++) {
      for (int layer = 0; layer < config.depth(); layer++) {
        names.add(ClassifierGraph.name(stage, layer));
      }
    }
    return names;
  }

  @Override
  public Map<String, SDVariable> activations(Params params, SDVariable x) {
    return ClassifierGraph.layers(params, config, x, false);
  }

  @Override
  public Map<String, Tensor> weights() {
    return functions.weights();
  }

  @Override
  public void close() {
    functions.close();
  }
}
