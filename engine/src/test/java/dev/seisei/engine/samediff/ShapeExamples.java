package dev.seisei.engine.samediff;

import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.enums.PadMode;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastTo;
import org.nd4j.linalg.api.ops.impl.shape.Flatten2D;
import org.nd4j.linalg.api.ops.impl.shape.ParallelStack;
import org.nd4j.linalg.api.ops.impl.shape.ShapeN;

/** Operations that give elements another shape or order, take them apart or put them together. */
final class ShapeExamples {
  private ShapeExamples() {}

  static void register(ImportExamples examples) {
    shapes(examples);
    orders(examples);
    joins(examples);
    parts(examples);
    stridedSlices(examples);
    borders(examples);
    creation(examples);
  }

  private static void shapes(ImportExamples examples) {
    examples.add("reshape", "", s -> s.sd.reshape(s.x(2, 6), 3, 4));
    examples.add("reshape", "left over", s -> s.sd.reshape(s.x(2, 6), -1, 4));
    examples.add("reshape", "by a variable", s -> s.sd.reshape(s.x(2, 6), s.fixedLongs(3, -1)));
    examples.add("flatten", "", s -> s.sd.flatten(s.x(2, 3), s.x(4)));
    examples.add("flatten_2d", "", s -> new Flatten2D(s.sd, s.x(2, 3, 4), 2).outputVariable());
    examples.add("squeeze", "", s -> s.sd.squeeze(s.x(2, 1, 3), 1));
    examples.add("squeeze", "negative axis", s -> s.sd.squeeze(s.x(2, 3, 1), -1));
    examples.add("expand_dims", "", s -> s.sd.expandDims(s.x(2, 3), 1));
    examples.add("expand_dims", "last", s -> s.sd.expandDims(s.x(2, 3), -1));
    examples.add("shape_of", "", s -> s.sd.shape(s.x(2, 3)));
    examples.addAll(
        "shapes_of",
        "",
        s -> new ShapeN(s.sd, new SDVariable[] {s.x(2, 3), s.x(4)}, false).outputVariables());
    examples.add("size", "", s -> s.sd.size(s.x(2, 3)));
    examples.add("size_at", "", s -> s.sd.sizeAt(s.x(2, 3), 1));
    examples.add("size_at", "negative axis", s -> s.sd.sizeAt(s.x(2, 3), -2));
    examples.add("rank", "", s -> s.sd.rank(s.x(2, 3)));
    examples.add("tile", "", s -> s.sd.tile(s.x(2, 3), 2, 3));
    examples.add("tile", "by a variable", s -> s.sd.tile(s.x(2, 3), s.fixed(1, 2)));
    examples.add(
        "broadcast_to",
        "",
        s -> new BroadcastTo(s.sd, s.x(3, 1), s.fixedLongs(2, 3, 4)).outputVariable());
  }

  private static void orders(ImportExamples examples) {
    examples.add("permute", "", s -> s.sd.permute(s.x(2, 3, 4), 2, 0, 1));
    examples.add("permute", "by a variable", s -> s.sd.permute(s.x(2, 3, 4), s.fixed(1, 2, 0)));
    examples.add("transpose", "", s -> s.sd.transpose(s.x(2, 3, 4)));
    examples.add("reverse", "", s -> s.sd.reverse(s.x(2, 3, 4), 0, 2));
    examples.add("reverse", "negative axis", s -> s.sd.reverse(s.x(2, 3), -1));
  }

  private static void joins(ImportExamples examples) {
    examples.add("concat", "", s -> s.sd.concat(1, s.x(2, 3), s.x(2, 1), s.x(2, 2)));
    examples.add("concat", "negative axis", s -> s.sd.concat(-2, s.x(2, 3), s.x(1, 3)));
    examples.add("stack", "", s -> s.sd.stack(1, s.x(2, 3), s.x(2, 3), s.x(2, 3)));
    examples.add("stack", "last", s -> s.sd.stack(-1, s.x(2, 3), s.x(2, 3)));
    examples.add("stack", "scalars", s -> s.sd.stack(0, s.x(), s.x()));
    examples.add(
        "parallel_stack",
        "",
        s -> new ParallelStack(s.sd, new SDVariable[] {s.x(2, 3), s.x(2, 3)}).outputVariable());
  }

  private static void parts(ImportExamples examples) {
    examples.addAll("split", "", s -> s.sd.split(s.x(2, 6), 3, 1));
    examples.addAll("split_v", "", s -> s.sd.splitV(s.x(2, 6), s.fixed(1, 3, 2), 3, 1));
    examples.addAll("unstack", "", s -> s.sd.unstack(s.x(2, 3, 4), 1, 3));
    examples.addAll("unstack", "negative axis", s -> s.sd.unstack(s.x(2, 3), -1, 3));
    examples.add("slice", "", s -> s.sd.slice(s.x(3, 5), new int[] {1, 2}, 2, 2));
    examples.add("slice", "to the end", s -> s.sd.slice(s.x(3, 5), new int[] {1, 2}, -1, 2));
    examples.add("slice", "variables", s -> s.sd.slice(s.x(3, 5), s.fixed(0, 1), s.fixed(2, 3)));
  }

  private static void strided(
      ImportExamples examples,
      String variant,
      long[] begin,
      long[] end,
      long[] stride,
      int... masks) {
    examples.add(
        "strided_slice",
        variant,
        s ->
            masks.length == 0
                ? s.sd.stridedSlice(s.x(4, 5, 3), begin, end, stride)
                : s.sd.stridedSlice(
                    s.x(4, 5, 3),
                    begin,
                    end,
                    stride,
                    masks[0],
                    masks[1],
                    masks[2],
                    masks[3],
                    masks[4]));
  }

  private static long[] n(long... numbers) {
    return numbers;
  }

  private static void stridedSlices(ImportExamples examples) {
    strided(examples, "", n(1, 0, 0), n(3, 5, 3), n(1, 2, 1));
    strided(examples, "from the end", n(-3, -4, 0), n(-1, -1, 3), n(1, 1, 1));
    strided(examples, "some axes", n(1), n(3), n(1));
    strided(examples, "open begins", n(2, 2, 1), n(4, 4, 3), n(1, 1, 1), 3, 0, 0, 0, 0);
    strided(examples, "open ends", n(1, 2, 1), n(2, 3, 2), n(1, 2, 1), 0, 3, 0, 0, 0);
    strided(examples, "ellipsis", n(1, 0, 1), n(2, 0, 3), n(1, 1, 1), 0, 0, 2, 0, 0);
    strided(examples, "ellipsis last", n(1, 0), n(2, 0), n(1, 1), 0, 0, 2, 0, 0);
    strided(examples, "new axis", n(0, 1), n(0, 3), n(1, 1), 0, 0, 0, 1, 0);
    strided(examples, "index", n(2, 1), n(3, 4), n(1, 1), 0, 0, 0, 0, 1);
    strided(examples, "index from the end", n(0, -2), n(4, -1), n(1, 1), 0, 0, 0, 0, 2);
    examples.add(
        "strided_slice",
        "variables",
        s -> s.sd.stridedSlice(s.x(4, 5), s.fixed(1, 0), s.fixed(3, 5), s.fixed(1, 2)));
    examples.add(
        "strided_slice",
        "by indices",
        s -> s.x(4, 5, 3).get(SDIndex.point(1), SDIndex.interval(1, 4)));
  }

  private static void borders(ImportExamples examples) {
    int[][] borders = {{1, 0}, {2, 1}};
    for (PadMode mode : PadMode.values()) {
      examples.add(
          "pad", mode.toString(), s -> s.sd.nn().pad(s.x(3, 4), s.matrix(borders), mode, 0.7));
    }
    examples.add("pad", "zeros", s -> s.sd.nn().pad(s.x(3, 4), s.matrix(borders), 0));
    for (int symmetric = 0; symmetric < 2; symmetric++) {
      long[] mode = {symmetric};
      examples.add(
          "mirror_pad",
          symmetric == 1 ? "symmetric" : "reflect",
          s -> RawOperation.of("mirror_pad", 0, mode, s.x(3, 4), s.matrix(borders)));
    }
  }

  private static void creation(ImportExamples examples) {
    examples.add("zeroslike", "", s -> s.sd.zerosLike(s.x(2, 3)));
    examples.add("ones_as", "", s -> s.sd.onesLike(s.x(2, 3)));
    examples.add("ones_as", "typed", s -> s.sd.onesLike(s.x(2, 3), DataType.INT32));
    examples.add("fill", "", s -> s.sd.fill(s.fixed(2, 3), DataType.DOUBLE, 0.7));
    examples.add("create", "", s -> s.sd.create(s.fixed(2, 3), DataType.DOUBLE, "c", true));
    examples.add("range", "", s -> s.sd.range(1, 4, 0.7, DataType.DOUBLE));
    examples.add("range", "integers", s -> s.sd.range(1, 9, 3, DataType.INT32));
    examples.add(
        "range",
        "by variables",
        s -> s.sd.range(s.sd.constant(1), s.sd.constant(9), s.sd.constant(3), DataType.INT32));
    examples.add("lin_space", "", s -> s.sd.linspace(DataType.DOUBLE, 1, 3, 6));
    examples.add(
        "lin_space",
        "by variables",
        s ->
            s.sd.linspace(
                s.sd.constant(1.0), s.sd.constant(3.0), s.sd.constant(6), DataType.DOUBLE));
    examples.add("eye", "", s -> s.sd.math().eye(3));
    examples.add("eye", "columns", s -> s.sd.math().eye(2, 3));
    examples.add("eye", "batch", s -> s.sd.math().eye(2, 3, DataType.DOUBLE, 2, 2));
    examples.add("eye", "variables", s -> s.sd.math().eye(s.fixed(2), s.fixed(3)));
    examples.addAll(
        "meshgrid", "", s -> s.sd.math().meshgrid(new SDVariable[] {s.x(2), s.x(3)}, true));
    examples.addAll(
        "meshgrid",
        "matrix order",
        s -> s.sd.math().meshgrid(new SDVariable[] {s.x(2), s.x(3), s.x(4)}, false));
  }
}
