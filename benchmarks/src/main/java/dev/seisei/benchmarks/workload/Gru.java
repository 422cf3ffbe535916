package dev.seisei.benchmarks.workload;

import dev.seisei.engine.nn.Initializer;
import dev.seisei.engine.nn.Initializers;
import dev.seisei.engine.nn.Params;
import dev.seisei.engine.nn.Recurrent;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A character model: an embedding, GRU layers one above another, a linear map to the logits. Each
 * stretch begins with a state of zeros. The reset gate acts after the product, as in PyTorch.
 *
 * <p>Source: Cho et al., 2014, arXiv 1406.1078.
 *
 * @param batch N
 * @param steps T
 * @param width of the embedding and of every layer
 * @param depth layers
 */
public record Gru(int batch, int steps, int width, int depth) implements LanguageModel {
  /** The one that is published. */
  public static final Gru STANDARD = new Gru(32, 64, 256, 2);

  @Override
  public String name() {
    return "gru";
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
      Recurrent.GruWeights weights =
          new Recurrent.GruWeights(
              own.parameter("input", weight, width, 3L * width),
              own.parameter("recurrent", weight, width, 3L * width),
              own.parameter("input_bias", weight, 3L * width),
              own.parameter("recurrent_bias", weight, 3L * width));
      x = layers.gru(x, steps, weights);
    }
    SDVariable rows = x.reshape((long) batch * steps, width);
    return params.linear("head", rows, width, Characters.COUNT, true);
  }
}
