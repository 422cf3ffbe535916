package dev.seisei.benchmarks.workload;

import dev.seisei.engine.nn.Activations;
import dev.seisei.engine.nn.Attention;
import dev.seisei.engine.nn.Initializer;
import dev.seisei.engine.nn.Initializers;
import dev.seisei.engine.nn.Norms;
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
  public SDVariable logits(Params params, SDVariable tokens) {
    SDVariable x =
        params
            .embedding("token", tokens, Characters.COUNT, width, WEIGHT)
            .add(params.parameter("position", WEIGHT, steps, width));
    for (int block = 0; block < depth; block++) {
      Params own = params.scope("block" + block);
      x = x.add(attention(own.scope("attention"), norm(own.scope("norm0"), x)));
      Params mlp = own.scope("mlp");
      SDVariable up = mlp.linear("up", norm(own.scope("norm1"), x), width, 4 * width, WEIGHT, BIAS);
      x = x.add(mlp.linear("down", Activations.geluTanh(up), 4 * width, width, WEIGHT, BIAS));
    }
    SDVariable rows = norm(params.scope("norm"), x).reshape((long) batch * steps, width);
    return params.linear("head", rows, width, Characters.COUNT, WEIGHT, null);
  }

  private SDVariable attention(Params own, SDVariable x) {
    SameDiff graph = own.graph();
    int size = width / heads;
    SDVariable[] parts = graph.split(own.linear("qkv", x, width, 3 * width, WEIGHT, BIAS), 3, 2);
    for (int i = 0; i < 3; i++) {
      parts[i] = graph.permute(parts[i].reshape(batch, steps, heads, size), 0, 2, 1, 3);
    }
    SDVariable mixed =
        Attention.attention(
            parts[0], parts[1], parts[2], Attention.Settings.of(heads, size).withCausal());
    SDVariable joined = graph.permute(mixed, 0, 2, 1, 3).reshape(batch, steps, width);
    return own.linear("out", joined, width, width, WEIGHT, BIAS);
  }

  private SDVariable norm(Params own, SDVariable x) {
    return Norms.layerNorm(
        x,
        own.parameter("gain", Initializers.ones(), width),
        own.parameter("shift", Initializers.zeros(), width),
        EPSILON);
  }
}
