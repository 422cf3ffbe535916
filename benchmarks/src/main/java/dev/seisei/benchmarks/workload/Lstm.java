package dev.seisei.benchmarks.workload;

import dev.seisei.engine.nn.Initializer;
import dev.seisei.engine.nn.Initializers;
import dev.seisei.engine.nn.Params;
import dev.seisei.engine.nn.Recurrent;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A character model: an embedding, LSTM layers one above another, a linear map to the logits. Each
 * stretch begins with a state of zeros.
 *
 * <p>Source: Hochreiter and Schmidhuber, 1997, with the forget gate of Gers, Schmidhuber and
 * Cummins, 2000.
 *
 * @param batch N
 * @param steps T
 * @param width of the embedding and of every layer
 * @param depth layers
 */
public record Lstm(int batch, int steps, int width, int depth) implements LanguageModel {
  /** The one that is published. */
  public static final Lstm STANDARD = new Lstm(32, 64, 256, 2);

  @Override
  public String name() {
    return "lstm";
  }

  @Override
  public SDVariable logits(Params params, Layers layers, SDVariable tokens) {
    Initializer weight = Initializers.uniform(1 / Math.sqrt(width));
    SDVariable x =
        params
            .embedding("token", tokens, Characters.COUNT, width, Initializers.normal(1))
            .reshape(batch, steps, width);
    for (int layer = 0; layer < depth; layer++) {
      Params own = params.scope("layer" + layer);
      Recurrent.LstmWeights weights =
          new Recurrent.LstmWeights(
              own.parameter("input", weight, width, 4L * width),
              own.parameter("recurrent", weight, width, 4L * width),
              own.parameter("bias", weight, 4L * width));
      x = layers.lstm(x, steps, weights);
    }
    SDVariable rows = x.reshape((long) batch * steps, width);
    return params.linear("head", rows, width, Characters.COUNT, true);
  }
}
