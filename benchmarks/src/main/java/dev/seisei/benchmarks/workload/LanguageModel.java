package dev.seisei.benchmarks.workload;

import dev.seisei.engine.nn.Params;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A network that predicts each next character. The loss is the cross-entropy, averaged over all
 * characters of all stretches; inference gives the logits of all of them.
 */
interface LanguageModel extends Workload {
  /** Stretches of text in a step: N. */
  int batch();

  /** Characters of a stretch: T. */
  int steps();

  /** Adds the logits of the next characters, [N·T, 65], for tokens [N·T]. */
  SDVariable logits(Params params, Layers layers, SDVariable tokens);

  @Override
  default SDVariable loss(Objective objective, Params params, Layers layers) {
    SDVariable targets = params.graph().placeHolder("targets", DataType.INT32, batch(), steps());
    SDVariable rows = targets.reshape((long) batch() * steps());
    return layers.crossEntropy(inference(params, layers), rows, Characters.COUNT).mean();
  }

  @Override
  default SDVariable inference(Params params, Layers layers) {
    SDVariable tokens = params.graph().placeHolder("tokens", DataType.INT32, batch(), steps());
    return logits(params, layers, tokens.reshape((long) batch() * steps()));
  }

  @Override
  default Batch batch(int step) {
    return Characters.batch(step, batch(), steps());
  }
}
