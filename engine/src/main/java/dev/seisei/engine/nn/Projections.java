package dev.seisei.engine.nn;

import dev.seisei.engine.samediff.Annotations;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Products of features with weights: linear maps and embeddings.
 *
 * <p>A model asks {@link Params} for these, which brings the weights; here are the functions
 * themselves, for weights that come from elsewhere.
 */
public final class Projections {
  private Projections() {}

  /**
   * A linear map of the last axis: y = x·w.
   *
   * @param x [..., in], of rank 2 or more
   * @param w [in, out]
   * @return [..., out]
   */
  public static SDVariable linear(SDVariable x, SDVariable w) {
    return product(x, w, null, false);
  }

  /**
   * An affine map of the last axis: y = x·w + b.
   *
   * @param x [..., in], of rank 2 or more
   * @param w [in, out]
   * @param b [out]
   * @return [..., out]
   */
  public static SDVariable linear(SDVariable x, SDVariable w, SDVariable b) {
    return product(x, w, b, false);
  }

  /**
   * A linear map by weights that lie the other way: y = x·wᵀ. What ties an output layer to the
   * table of an {@link #embedding}.
   *
   * <p>Source: Press and Wolf, 2016, arXiv 1608.05859.
   *
   * @param x [..., in], of rank 2 or more
   * @param w [out, in]
   * @return [..., out]
   */
  public static SDVariable linearTransposed(SDVariable x, SDVariable w) {
    return product(x, w, null, true);
  }

  /**
   * An affine map by weights that lie as PyTorch keeps them: y = x·wᵀ + b.
   *
   * @param x [..., in], of rank 2 or more
   * @param w [out, in]
   * @param b [out]
   * @return [..., out]
   */
  public static SDVariable linearTransposed(SDVariable x, SDVariable w, SDVariable b) {
    return product(x, w, b, true);
  }

  /** Through two dimensions: SameDiff's gradient of a 3-D by 2-D product is wrong. */
  private static SDVariable product(
      SDVariable x, SDVariable w, @Nullable SDVariable b, boolean transposed) {
    SDVariable[] inputs = b == null ? new SDVariable[] {x, w} : new SDVariable[] {x, w, b};
    int in = transposed ? 1 : 0;
    int out = 1 - in;
    return Annotations.composite(
        Composites.LINEAR,
        Map.of("transposed", transposed),
        inputs,
        () -> {
          SameDiff graph = x.getSameDiff();
          SDVariable rows = Shapes.reshape(x, Shapes.of(graph, -1), Shapes.extents(w, in, in + 1));
          SDVariable y = graph.mmul(rows, w, false, transposed, false);
          return Shapes.reshape(
              b == null ? y : y.add(b), Shapes.extents(x, 0, -1), Shapes.extents(w, out, out + 1));
        });
  }

  /**
   * Rows of a table, one for each id.
   *
   * <p>SameDiff's own gradient of this is a loop over the ids and takes seconds; the engine's is a
   * scattered sum. To train in SameDiff's own session, multiply {@code oneHot(ids)} by the table.
   *
   * @param table [N, d]
   * @param ids integers in [0, N), of any shape
   * @return the shape of ids, then d
   */
  public static SDVariable embedding(SDVariable table, SDVariable ids) {
    Require.that(
        ids.dataType().isIntType(), "ids must be integers, got " + ids.dataType() + "; cast them");
    return Annotations.composite(
        Composites.EMBEDDING,
        Map.of(),
        new SDVariable[] {table, ids},
        () -> table.getSameDiff().gather(table, ids, 0));
  }
}
