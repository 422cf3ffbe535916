package dev.seisei.evaluate.classifier;

import dev.seisei.core.model.Functions;
import dev.seisei.engine.nn.Params;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;

/** An opened classifier. */
final class ClassifierGenerator extends PictureClassifier {
  private static final int ROWS = 100;

  private final ClassifierConfig config;

  ClassifierGenerator(ClassifierConfig config, Functions functions) {
    super(functions, ROWS, config.image(), config.dimensions(), config.classes());
    this.config = config;
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
}
