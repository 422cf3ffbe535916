package dev.seisei.engine.samediff;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.op.Ops;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Operations that move blocks of an image to channels or batches and back, or enlarge it. */
final class BlockImports {
  private BlockImports() {}

  static void register(OperationTable.Builder table) {
    table.put("space_to_depth", BlockImports::spaceToDepth);
    table.put("depth_to_space", BlockImports::depthToSpace);
    table.put("space_to_batch", BlockImports::spaceToBatch);
    table.put("space_to_batch_nd", BlockImports::spaceToBatch);
    table.put("batch_to_space", BlockImports::batchToSpace);
    table.put("batch_to_space_nd", BlockImports::batchToSpace);
    table.put("upsampling2d", call -> upsample(call, 2));
    table.put("upsampling3d", call -> upsample(call, 3));
  }

  /** Arguments [block, whether channels are last]: channel (y·block + x)·C + c. */
  private static Value spaceToDepth(OperationCall call) {
    long block = call.integer(0, 0);
    boolean last = call.integer(1, 0) != 0;
    Value x = channelsLast(call.in(0), last);
    List<Dim> d = x.shape().dims();
    Dim size = Dim.of(block);
    Dim height = d.get(1).floorDiv(size);
    Dim width = d.get(2).floorDiv(size);
    Value split = Ops.reshape(x, Shape.of(d.get(0), height, size, width, size, d.get(3)));
    Value joined =
        Ops.reshape(
            Ops.permute(split, List.of(0, 1, 3, 2, 4, 5)),
            Shape.of(d.get(0), height, width, d.get(3).times(block * block)));
    return fromChannelsLast(joined, last);
  }

  private static Value depthToSpace(OperationCall call) {
    long block = call.integer(0, 0);
    boolean last = call.integer(1, 0) != 0;
    Value x = channelsLast(call.in(0), last);
    List<Dim> d = x.shape().dims();
    Dim size = Dim.of(block);
    Dim channels = d.get(3).floorDiv(Dim.of(block * block));
    Value split = Ops.reshape(x, Shape.of(d.get(0), d.get(1), d.get(2), size, size, channels));
    Value joined =
        Ops.reshape(
            Ops.permute(split, List.of(0, 1, 3, 2, 4, 5)),
            Shape.of(d.get(0), d.get(1).times(block), d.get(2).times(block), channels));
    return fromChannelsLast(joined, last);
  }

  private static Value channelsLast(Value x, boolean last) {
    return last ? x : Ops.permute(x, List.of(0, 2, 3, 1));
  }

  private static Value fromChannelsLast(Value x, boolean last) {
    return last ? x : Ops.permute(x, List.of(0, 3, 1, 2));
  }

  // Blocks of the axes after the batch become batches: batch (y·block + x)·N + n.

  private static Value spaceToBatch(OperationCall call) {
    List<Dim> blocks = blocks(call);
    List<Dim> padding = ShapeContent.require(call.in(call.inputs().size() - 1), "padding");
    List<Dim> borders = new ArrayList<>(List.of(Dim.ZERO, Dim.ZERO));
    borders.addAll(padding);
    int spatial = blocks.size();
    while (borders.size() < 2 * call.in(0).shape().rank()) {
      borders.add(Dim.ZERO);
    }
    Value x = SliceImports.constant(call.in(0), borders, 0);
    Shape rest = x.shape().range(1 + spatial, x.shape().rank());
    List<Dim> split = new ArrayList<>(List.of(x.shape().dim(0)));
    List<Dim> joined = new ArrayList<>(List.of(x.shape().dim(0)));
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < spatial; i++) {
      Dim outer = x.shape().dim(1 + i).floorDiv(blocks.get(i));
      split.addAll(List.of(outer, blocks.get(i)));
      joined.set(0, joined.get(0).times(blocks.get(i)));
      joined.add(outer);
      order.add(2 + 2 * i);
    }
    order.add(0);
    for (int i = 0; i < spatial; i++) {
      order.add(1 + 2 * i);
    }
    Value blocked = Ops.reshape(x, new Shape(split).concat(rest));
    for (int axis = order.size(); axis < blocked.shape().rank(); axis++) {
      order.add(axis);
    }
    return Ops.reshape(Ops.permute(blocked, order), new Shape(joined).concat(rest));
  }

  private static Value batchToSpace(OperationCall call) {
    Value x = call.in(0);
    List<Dim> blocks = blocks(call);
    List<Dim> crops = ShapeContent.require(call.in(call.inputs().size() - 1), "crops");
    int spatial = blocks.size();
    Dim batch = x.shape().dim(0).floorDiv(new Shape(blocks).elements());
    Shape rest = x.shape().range(1 + spatial, x.shape().rank());
    List<Dim> split = new ArrayList<>(blocks);
    split.add(batch);
    split.addAll(x.shape().dims().subList(1, 1 + spatial));
    List<Integer> order = new ArrayList<>(List.of(spatial));
    List<Dim> joined = new ArrayList<>(List.of(batch));
    for (int i = 0; i < spatial; i++) {
      order.addAll(List.of(spatial + 1 + i, i));
      joined.add(x.shape().dim(1 + i).times(blocks.get(i)));
    }
    Value blocked = Ops.reshape(x, new Shape(split).concat(rest));
    for (int axis = order.size(); axis < blocked.shape().rank(); axis++) {
      order.add(axis);
    }
    Value whole = Ops.reshape(Ops.permute(blocked, order), new Shape(joined).concat(rest));
    return crop(whole, crops);
  }

  private static Value crop(Value x, List<Dim> crops) {
    Value result = x;
    for (int i = 0; i < crops.size() / 2; i++) {
      Dim begin = crops.get(2 * i);
      Dim size = x.shape().dim(1 + i).minus(begin).minus(crops.get(2 * i + 1));
      result = Ops.slice(result, 1 + i, begin, size);
    }
    return result;
  }

  /** The extents of a block: a middle input; or one argument, for both axes of an image. */
  private static List<Dim> blocks(OperationCall call) {
    return call.inputs().size() > 2
        ? ShapeContent.require(call.in(1), "block shape")
        : Collections.nCopies(2, Dim.of(call.integer(0, 0)));
  }

  /** Repeats every element along the spatial axes; arguments [factors…, whether channels lead]. */
  private static Value upsample(OperationCall call, int spatial) {
    Value x = call.in(0);
    long[] arguments = call.integers();
    if (arguments.length < spatial) {
      throw call.refuse("needs a factor for each spatial axis");
    }
    boolean channelsFirst = call.integer(spatial, 1) != 0;
    int first = channelsFirst ? 2 : 1;
    List<Dim> single = new ArrayList<>();
    List<Dim> spread = new ArrayList<>();
    Shape enlarged = x.shape();
    for (int axis = 0; axis < x.shape().rank(); axis++) {
      boolean within = axis >= first && axis < first + spatial;
      Dim factor = within ? Dim.of(arguments[axis - first]) : Dim.ONE;
      single.addAll(List.of(x.shape().dim(axis), Dim.ONE));
      spread.addAll(List.of(x.shape().dim(axis), factor));
      enlarged = enlarged.with(axis, x.shape().dim(axis).times(factor));
    }
    Value once = Ops.reshape(x, new Shape(single));
    return Ops.reshape(Ops.broadcast(once, new Shape(spread)), enlarged);
  }
}
