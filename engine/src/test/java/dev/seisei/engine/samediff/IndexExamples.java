package dev.seisei.engine.samediff;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.enums.DataFormat;
import org.nd4j.enums.PartitionMode;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.custom.MatrixBandPart;
import org.nd4j.linalg.api.ops.custom.Tri;
import org.nd4j.linalg.api.ops.custom.Triu;
import org.nd4j.linalg.api.ops.impl.scatter.ScatterNdAdd;
import org.nd4j.linalg.api.ops.impl.scatter.ScatterNdSub;
import org.nd4j.linalg.api.ops.impl.transforms.custom.MatrixDiag;
import org.nd4j.linalg.api.ops.impl.transforms.custom.MatrixDiagPart;

/** Look-ups, diagonals, blocks. */
final class IndexExamples {
  private IndexExamples() {}

  static void register(ImportExamples examples) {
    lookups(examples);
    scatters(examples);
    scatterNd(examples);
    segments(examples);
    masks(examples);
    matrices(examples);
    blocks(examples);
  }

  private static SDVariable indices(Sketch s, long[] shape, double... numbers) {
    return s.typed(DataType.INT32, shape, numbers);
  }

  private static void lookups(ImportExamples examples) {
    examples.add("gather", "", s -> s.sd.gather(s.x(4, 3), s.ints(2, 0, 2), 0));
    examples.add("gather", "axis 1", s -> s.sd.gather(s.x(2, 5, 3), s.ints(4, 1), 1));
    examples.add("gather", "last axis", s -> s.sd.gather(s.x(2, 5, 3), s.ints(2, 1, 0, 2), 2));
    examples.add("gather", "given", s -> s.sd.gather(s.x(4, 3), new int[] {3, 1}, 0));
    examples.add(
        "gather",
        "matrix of indices",
        s -> s.sd.gather(s.x(4, 3), indices(s, new long[] {2, 2}, 3, 1, 0, 3), 0));
    examples.add(
        "gather_nd",
        "",
        s -> s.sd.gatherNd(s.x(3, 4, 2), indices(s, new long[] {3, 2}, 2, 1, 0, 3, 2, 1)));
    examples.add(
        "gather_nd",
        "elements",
        s -> s.sd.gatherNd(s.x(3, 4), indices(s, new long[] {2, 1, 2}, 2, 1, 0, 3)));
    examples.add(
        "embedding_lookup",
        "",
        s -> s.sd.math().embeddingLookup(s.x(4, 3), s.ints(2, 0, 2), PartitionMode.MOD));
  }

  private static void scatters(ImportExamples examples) {
    examples.add("scatter_add", "", s -> s.sd.scatterAdd(s.x(4, 3), s.ints(2, 0, 2), s.x(3, 3)));
    examples.add("scatter_sub", "", s -> s.sd.scatterSub(s.x(4, 3), s.ints(2, 0, 2), s.x(3, 3)));
    examples.add(
        "scatter_nd_add",
        "",
        s ->
            new ScatterNdAdd(
                    s.sd, s.x(3, 4), indices(s, new long[] {3, 2}, 2, 1, 0, 3, 2, 1), s.x(3))
                .outputVariable());
    examples.add(
        "scatter_nd_sub",
        "",
        s ->
            new ScatterNdSub(s.sd, s.x(3, 4), indices(s, new long[] {2, 1}, 2, 0), s.x(2, 4))
                .outputVariable());
  }

  private static void scatterNd(ImportExamples examples) {
    examples.add(
        "scatter_nd",
        "",
        s ->
            RawOperation.of(
                "scatter_nd",
                1,
                new long[0],
                indices(s, new long[] {3, 1}, 2, 0, 2),
                s.x(3, 4),
                s.fixed(4, 4)));
  }

  private static void segments(ImportExamples examples) {
    examples.add(
        "unsorted_segment_sum", "", s -> s.sd.unsortedSegmentSum(s.x(4, 3), s.ints(2, 0, 2, 0), 3));
    examples.add(
        "unsorted_segment_mean",
        "",
        s -> s.sd.unsortedSegmentMean(s.x(4, 3), s.ints(2, 0, 2, 2), 3));
    examples.add(
        "unsorted_segment_sqrt_n",
        "",
        s -> s.sd.unsortedSegmentSqrtN(s.x(4, 3), s.ints(2, 0, 2, 2), 3));
    examples.add("segment_sum", "", s -> s.sd.segmentSum(s.x(4, 3), s.fixed(0, 0, 1, 3)));
    examples.add("segment_mean", "", s -> s.sd.segmentMean(s.x(4), s.fixed(0, 0, 1, 1)));
  }

  private static void masks(ImportExamples examples) {
    examples.add("invert_permutation", "", s -> s.sd.invertPermutation(s.ints(2, 0, 3, 1)));
    examples.add(
        "reverse_sequence", "", s -> s.sd.reverseSequence(s.x(3, 4), s.ints(2, 4, 1), 1, 0));
    examples.add(
        "reverse_sequence",
        "time first",
        s -> s.sd.reverseSequence(s.x(4, 3, 2), s.ints(2, 4, 1), 0, 1));
    examples.add("onehot", "", s -> s.sd.oneHot(s.ints(2, 0, 1), 4));
    examples.add("onehot", "values", s -> s.sd.oneHot(s.ints(2, 0, 1), 4, 0, 0.9, 0.1));
    examples.add(
        "onehot", "typed", s -> s.sd.oneHot(s.ints(2, 0, 1), 4, -1, 0.9, 0.1, DataType.DOUBLE));
    examples.add("sequence_mask", "", s -> s.sd.sequenceMask(s.ints(2, 0, 3), 4, DataType.FLOAT));
    examples.add(
        "sequence_mask",
        "by a variable",
        s -> s.sd.sequenceMask(s.ints(2, 0, 3), s.sd.constant(4), DataType.BOOL));
  }

  private static void matrices(ImportExamples examples) {
    examples.add("diag", "", s -> s.sd.math().diag(s.x(3)));
    examples.add("diag", "matrix", s -> s.sd.math().diag(s.x(2, 3)));
    examples.add("diag_part", "", s -> s.sd.math().diagPart(s.x(3, 3)));
    examples.add("diag_part", "rank 4", s -> s.sd.math().diagPart(s.x(2, 2, 2, 2)));
    examples.add("matrix_diag", "", s -> new MatrixDiag(s.sd, s.x(2, 3), false).outputVariable());
    examples.add(
        "matrix_diag_part",
        "",
        s -> new MatrixDiagPart(s.sd, s.x(2, 3, 4), false).outputVariable());
    examples.add("matrix_set_diag", "", s -> s.sd.math().setDiag(s.x(2, 3, 4), s.x(2, 3)));
    examples.add("matrix_set_diag", "tall", s -> s.sd.math().setDiag(s.x(4, 3), s.x(3)));
    examples.add("trace", "", s -> s.sd.math().trace(s.x(3, 3)));
    examples.add("trace", "of each", s -> s.sd.math().trace(s.x(2, 3, 4)));
    examples.add("tri", "", s -> new Tri(s.sd, 3, 4, 0).outputVariable());
    examples.add("tri", "typed", s -> new Tri(s.sd, DataType.DOUBLE, 4, 3, 1).outputVariable());
    examples.add("triu", "", s -> new Triu(s.sd, s.x(3, 4), 0).outputVariable());
    examples.add("triu", "shifted", s -> new Triu(s.sd, s.x(2, 4, 3), -1).outputVariable());
    examples.add(
        "matrix_band_part", "", s -> new MatrixBandPart(s.sd, s.x(4, 5), 1, 2).outputVariable());
    examples.add(
        "matrix_band_part",
        "lower",
        s -> new MatrixBandPart(s.sd, s.x(2, 4, 4), -1, 0).outputVariable());
    examples.add("cross", "", s -> s.sd.math().cross(s.x(2, 3), s.x(2, 3)));
  }

  private static void blocks(ImportExamples examples) {
    for (DataFormat format : new DataFormat[] {DataFormat.NCHW, DataFormat.NHWC}) {
      long[] deep = format == DataFormat.NHWC ? new long[] {2, 2, 3, 8} : new long[] {2, 8, 2, 3};
      long[] wide = format == DataFormat.NHWC ? new long[] {2, 4, 6, 3} : new long[] {2, 3, 4, 6};
      String variant = format.toString();
      examples.add("depth_to_space", variant, s -> s.sd.cnn().depthToSpace(s.x(deep), 2, format));
      examples.add("space_to_depth", variant, s -> s.sd.cnn().spaceToDepth(s.x(wide), 2, format));
    }
    examples.add(
        "space_to_batch",
        "",
        s -> s.sd.cnn().spaceToBatch(s.x(2, 4, 4, 2), new int[] {2, 2}, new int[] {0, 2}, 0, 2));
    examples.add(
        "batch_to_space",
        "",
        s -> s.sd.cnn().batchToSpace(s.x(8, 2, 3, 2), new int[] {2, 2}, new int[] {0, 1}, 0, 1));
    examples.add(
        "space_to_batch_nd",
        "",
        s ->
            RawOperation.of(
                "space_to_batch_nd",
                0,
                new long[0],
                s.x(2, 3, 4, 2),
                s.fixed(2, 3),
                s.matrix(new int[][] {{1, 0}, {0, 2}})));
    examples.add(
        "batch_to_space_nd",
        "",
        s ->
            RawOperation.of(
                "batch_to_space_nd",
                0,
                new long[0],
                s.x(6, 2, 2, 2),
                s.fixed(2, 3),
                s.matrix(new int[][] {{1, 0}, {0, 2}})));
    examples.add("upsampling2d", "NCHW", s -> s.sd.cnn().upsampling2d(s.x(1, 2, 2, 3), 2, 3, true));
    examples.add(
        "upsampling2d", "NHWC", s -> s.sd.cnn().upsampling2d(s.x(1, 2, 3, 2), 2, 3, false));
    examples.add(
        "upsampling3d", "NCDHW", s -> s.sd.cnn().upsampling3d(s.x(1, 2, 2, 1, 3), true, 2, 3, 2));
    examples.add(
        "upsampling3d", "NDHWC", s -> s.sd.cnn().upsampling3d(s.x(1, 2, 1, 3, 2), false, 2, 3, 2));
  }
}
