package dev.seisei.transformer.seq2seq;

import dev.seisei.engine.nn.Initializers;
import dev.seisei.engine.nn.Params;
import dev.seisei.engine.nn.Positions;
import dev.seisei.engine.nn.Projections;
import dev.seisei.engine.nn.RelativePositions;
import dev.seisei.engine.nn.Rotary;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/** How one side of the model knows where its tokens stand. */
final class Places {
  private final Seq2SeqConfig config;
  private final Params side;
  private final Target target;
  private final boolean bothWays;
  private final int length;

  /** T5's bias is that of the first block, for all. */
  private @Nullable SDVariable shared;

  /**
   * @param side parameters of encoder or decoder
   * @param bothWays whether tokens see those after them
   * @param length most tokens of a text
   */
  Places(Seq2SeqConfig config, Params side, Target target, boolean bothWays, int length) {
    this.config = config;
    this.side = side;
    this.target = target;
    this.bothWays = bothWays;
    this.length = length;
  }

  /** Embeddings with what is added to them. */
  SDVariable added(SDVariable x) {
    return switch (config.positions()) {
      case SINUSOIDAL -> x.add(sinusoidal());
      case LEARNED ->
          x.add(
              side.embedding(
                  "positions",
                  target.positions().castTo(DataType.INT32),
                  length,
                  config.dModel(),
                  Initializers.normal(config.initializerRange())));
      case SHAW, T5, ALIBI, ROTARY -> x;
    };
  }

  private SDVariable sinusoidal() {
    SDVariable positions = target.positions();
    SDVariable rows =
        Positions.sinusoidal(positions.reshape(-1), config.dModel(), Positions.Layout.INTERLEAVED);
    // Of whole texts [T, d], of single tokens [B, 1, d].
    return target instanceof NextToken ? rows.reshape(-1, 1, config.dModel()) : rows;
  }

  /** Queries or keys, turned if that is how positions are known: [B, H, T, D]. */
  SDVariable turned(SDVariable x) {
    if (config.positions() != Seq2SeqConfig.Scheme.ROTARY) {
      return x;
    }
    SDVariable positions = target.positions();
    SDVariable each = target instanceof NextToken ? positions.reshape(-1, 1, 1) : positions;
    return Rotary.rotate(
        x,
        Rotary.angles(each, Rotary.frequencies(config.headSize(), 10_000)),
        Rotary.Pairing.HALVES);
  }

  /**
   * What is added to the scores of a block, or null.
   *
   * @param attention parameters of its attention
   * @param q [B, H, T, D]
   */
  @Nullable SDVariable bias(Params attention, SDVariable q) {
    SameDiff graph = q.getSameDiff();
    return switch (config.positions()) {
      case SINUSOIDAL, LEARNED, ROTARY -> null;
      case ALIBI -> Positions.alibi(target.distances(), config.numHeads());
      case T5 -> {
        if (shared == null) {
          SDVariable table =
              attention
                  .scope("relative_attention_bias")
                  .parameter(
                      "weight",
                      Initializers.normal(config.initializerRange()),
                      config.relativeAttentionNumBuckets(),
                      config.numHeads());
          SDVariable buckets = target.classes(buckets());
          shared =
              target instanceof NextToken
                  ? graph.permute(Projections.embedding(table, buckets), 0, 3, 1, 2)
                  : RelativePositions.bias(table, buckets);
        }
        yield shared;
      }
      case SHAW -> shaw(attention, q).mul(scale());
    };
  }

  private double scale() {
    return config.scaleAttention() ? 1 / Math.sqrt(config.headSize()) : 1;
  }

  private SDVariable shaw(Params attention, SDVariable q) {
    int k = config.relativeAttentionMaxDistance();
    SDVariable table =
        attention
            .scope("relative_keys")
            .parameter(
                "weight",
                Initializers.normal(config.initializerRange()),
                2L * k + 1,
                config.headSize());
    if (!(target instanceof NextToken)) {
      return RelativePositions.shaw(q, table, k, length, length);
    }
    int[] rows = new int[2 * length - 1];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Math.max(-k, Math.min(k, length - 1 - i)) + k;
    }
    // [B, 1, T, D]: the vectors of what each token sees.
    SDVariable vectors = Projections.embedding(table, target.classes(rows));
    return q.getSameDiff().mmul(q, vectors, false, true, false);
  }

  /** Of each number of tokens behind. */
  private int[] buckets() {
    int[] buckets = new int[2 * length - 1];
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] =
          RelativePositions.bucket(
              i - (length - 1),
              bothWays,
              config.relativeAttentionNumBuckets(),
              config.relativeAttentionMaxDistance());
    }
    return buckets;
  }
}
