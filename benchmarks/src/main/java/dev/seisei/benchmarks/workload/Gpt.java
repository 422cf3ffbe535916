package dev.seisei.benchmarks.workload;

import dev.seisei.engine.nn.Attention;
import dev.seisei.engine.nn.Initializer;
import dev.seisei.engine.nn.Initializers;
import dev.seisei.engine.nn.Params;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * A causal transformer: embeddings of tokens and positions, blocks of attention and of an MLP with
 * GELU (4·width wide), each after a layer norm and added to its input; a layer norm, a linear map
 * to the logits. No dropout.
 *
 * <p>Source: Radford et al., 2019, "Language models are unsupervised multitask learners", section
 * 2.3; an own output layer, where the paper shares the embedding's table.
 *
 * @param name what users call it
 * @param batch N
 * @param steps T
 * @param width d
 * @param depth blocks
 * @param heads of the attention; divides width
 */
public record Gpt(String name, int batch, int steps, int width, int depth, int heads)
    implements LanguageModel {
  /** The small one that is published. */
  public static final Gpt STANDARD = new Gpt("gpt", 16, 64, 128, 4, 4);

  /** The larger one that is published. */
  public static final Gpt MEDIUM = new Gpt("gpt-m", 8, 256, 384, 6, 6);

  /** What layer norm adds to the variance. */
  public static final double EPSILON = 1e-5;

  private static final Initializer WEIGHT = Initializers.normal(0.02);
  private static final Initializer BIAS = Initializers.zeros();

  @Override
  public SDVariable logits(Params params, Layers layers, SDVariable tokens) {
    SDVariable x =
        params
            .embedding("token", tokens, Characters.COUNT, width, WEIGHT)
            .reshape(batch, steps, width)
            .add(params.parameter("position", WEIGHT, steps, width).reshape(1, steps, width))
            .reshape((long) batch * steps, width);
    for (int block = 0; block < depth; block++) {
      Params own = params.scope("block" + block);
      x = x.add(attention(own.scope("attention"), layers, norm(own.scope("norm0"), layers, x)));
      Params mlp = own.scope("mlp");
      SDVariable up =
          mlp.linear("up", norm(own.scope("norm1"), layers, x), width, 4 * width, WEIGHT, BIAS);
      x = x.add(mlp.linear("down", layers.gelu(up), 4 * width, width, WEIGHT, BIAS));
    }
    SDVariable last = norm(params.scope("norm"), layers, x);
    return params.linear("head", last, width, Characters.COUNT, WEIGHT, null);
  }

  /** Of rows, [N·T, width]. */
  private SDVariable attention(Params own, Layers layers, SDVariable x) {
    SameDiff graph = own.graph();
    int size = width / heads;
    SDVariable qkv = own.linear("qkv", x, width, 3 * width, WEIGHT, BIAS);
    SDVariable[] parts = graph.split(qkv, 3, 1);
    SDVariable mixed =
        layers.attention(
            split(parts[0]),
            split(parts[1]),
            split(parts[2]),
            steps,
            Attention.Settings.of(heads, size).withCausal());
    SDVariable joined = graph.permute(mixed, 0, 2, 1, 3).reshape((long) batch * steps, width);
    return own.linear("out", joined, width, width, WEIGHT, BIAS);
  }

  /** [N·T, width] → [N, heads, T, width / heads]. */
  private SDVariable split(SDVariable rows) {
    SDVariable apart = rows.reshape(batch, steps, heads, width / heads);
    return rows.getSameDiff().permute(apart, 0, 2, 1, 3);
  }

  private SDVariable norm(Params own, Layers layers, SDVariable x) {
    return layers.layerNorm(
        x,
        batch * steps,
        new Layers.Affine(
            own.parameter("gain", Initializers.ones(), width),
            own.parameter("shift", Initializers.zeros(), width)),
        EPSILON);
  }
}
