package dev.seisei.evaluate.classifier;

import dev.seisei.core.dataset.ImageShape;
import dev.seisei.core.features.ImageFeatures;
import dev.seisei.core.model.Functions;
import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.RowPlan;
import dev.seisei.core.sample.Embeddings;
import dev.seisei.core.sample.ImageInput;
import dev.seisei.core.sample.Sample;
import dev.seisei.core.settings.Picture;
import dev.seisei.core.settings.SettingException;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.nn.Params;
import dev.seisei.evaluate.classifier.ClassifierRequest.Output;
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
    if (request.image() == null) {
      throw new SettingException("image", "image must be given to look at it, got none");
    }
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
    ImageShape shape = config.image();
    float[] images = new float[Math.multiplyExact(requests.size(), shape.features())];
    for (int i = 0; i < requests.size(); i++) {
      check(requests.get(i));
      Picture picture = Objects.requireNonNull(requests.get(i).image());
      float[] pixels =
          ImageInput.read("image", picture, shape.channels(), shape.height(), shape.width());
      System.arraycopy(pixels, 0, images, i * shape.features(), shape.features());
    }
    Seen seen = see(images, requests.size());
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      boolean features = requests.get(i).output() == Output.FEATURES;
      float[] values = features ? seen.features() : seen.probabilities();
      int width = features ? config.dimensions() : config.classes();
      float[] row = new float[width];
      System.arraycopy(values, i * width, row, 0, width);
      samples.add(new Embeddings(1, width, row));
    }
    return samples;
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
