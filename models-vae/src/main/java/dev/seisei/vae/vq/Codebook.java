package dev.seisei.vae.vq;

import dev.seisei.engine.nn.Initializers;
import dev.seisei.engine.nn.Params;
import dev.seisei.engine.nn.Projections;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/** The K codes in a graph, and which of them is nearest. */
final class Codebook {
  /** The parameter that holds the codes, [K, D]. */
  static final String NAME = "codebook";

  private final SameDiff graph;

  private final SDVariable codes;

  Codebook(Params params, int count, int dimensions) {
    this.graph = params.graph();
    this.codes =
        params.parameter(NAME, Initializers.normal(1 / Math.sqrt(dimensions)), count, dimensions);
  }

  /**
   * The index of the code nearest to each feature: equation 1 of the paper.
   *
   * @param features [rows, D]
   * @return [rows], integers in [0, K)
   */
  SDVariable nearest(SDVariable features) {
    // ‖z − e‖² without ‖z‖², which is the same for all codes.
    SDVariable products = graph.mmul(features, codes, false, true, false);
    SDVariable distances = codes.mul(codes).sum(1).sub(products.mul(2));
    return graph.argmin(distances, 1).castTo(DataType.INT32);
  }

  /**
   * The codes of some indices.
   *
   * @param indices of any shape
   * @return the shape of indices, then D
   */
  SDVariable lookUp(SDVariable indices) {
    return Projections.embedding(codes, indices);
  }
}
