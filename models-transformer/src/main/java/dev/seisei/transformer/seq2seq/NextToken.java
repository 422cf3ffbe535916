package dev.seisei.transformer.seq2seq;

import dev.seisei.engine.nn.Attention;
import dev.seisei.engine.nn.Positions;
import dev.seisei.engine.nn.Projections;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** One token of each target, which sees the keys and values of those before it: inputs. */
final class NextToken implements Target {
  /** Input: the tokens' positions, [batch]. */
  static final String POSITION = "position";

  private final SameDiff graph;
  private final int length;
  private final long heads;
  private final long size;
  private final SDVariable position;
  private final List<String> results = new ArrayList<>();

  /**
   * @param length T, of the longest target
   */
  NextToken(SameDiff graph, Seq2SeqConfig config, int length) {
    this.graph = graph;
    this.length = length;
    this.heads = config.numHeads();
    this.size = config.headSize();
    this.position = graph.placeHolder(POSITION, DataType.FLOAT, -1);
  }

  /** The names of a block's keys and values as inputs. */
  static List<String> before(int layer) {
    return List.of("keys." + layer, "values." + layer);
  }

  /** The names of the same with those of the token, as outputs. */
  static List<String> after(int layer) {
    return List.of("new_keys." + layer, "new_values." + layer);
  }

  /** The outputs beside the scores. */
  List<String> results() {
    return results;
  }

  private SDVariable all() {
    float[] all = new float[length];
    for (int i = 0; i < length; i++) {
      all[i] = i;
    }
    return graph.constant(Nd4j.createFromArray(all));
  }

  @Override
  public SDVariable positions() {
    return position.reshape(-1, 1);
  }

  /** [B, 1, T]. */
  @Override
  public SDVariable distances() {
    return Positions.distances(positions(), all().reshape(1, -1));
  }

  @Override
  public SDVariable classes(int... classes) {
    SDVariable table = graph.constant(Nd4j.createFromArray(classes));
    return Projections.embedding(table, distances().add(length - 1).castTo(DataType.INT32));
  }

  @Override
  public SDVariable attend(
      int layer,
      SDVariable q,
      SDVariable k,
      SDVariable v,
      @Nullable SDVariable bias,
      Attention.Settings settings) {
    SDVariable keys = written(layer, 0, k);
    SDVariable values = written(layer, 1, v);
    SDVariable later = distances().lt(0).castTo(DataType.FLOAT).mul(-1e9).reshape(-1, 1, 1, length);
    return Attention.attention(q, keys, values, bias == null ? later : bias.add(later), settings);
  }

  /** What is remembered, with the token's own at its place: [B, H, T, D]. */
  private SDVariable written(int layer, int which, SDVariable own) {
    SDVariable old =
        graph.placeHolder(before(layer).get(which), DataType.FLOAT, -1, heads, length, size);
    SDVariable here = distances().eq(0).castTo(DataType.FLOAT).reshape(-1, 1, length, 1);
    SDVariable all = old.mul(here.rsub(1)).add(own.mul(here));
    String name = after(layer).get(which);
    all.rename(name);
    results.add(name);
    return graph.getVariable(name);
  }
}
