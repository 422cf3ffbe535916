package dev.seisei.engine.onednn;

import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions as matrix products: what each output sees of the input, written out as a row.
 *
 * <p>Source: Chellapilla, Puri and Simard, 2006, "High performance convolutional neural networks
 * for document processing".
 */
final class Unfolding {
  /** Bytes written out at a time, which two cores keep in their caches. */
  static final long MOST = 4 << 20;

  /** A row of outputs that leaves three quarters of the work undone. */
  private static final long SHORT = 8;

  /** Channels whose product is worth the copies. */
  private static final long MANY = 128;

  /**
   * Bytes between rows. Without them, rows of many channels often lie apart by multiples of 2 KB,
   * and their cache lines evict each other.
   */
  private static final long GAP = 64;

  private final Recipe recipe;
  private final Window window;
  private final Strided images;
  private final long[] kernel;
  private final long[] outputs;
  private final long together;
  private final @Nullable Arg padded;
  private final Arg rows;

  /**
   * @param x [N, C, D…], the channels innermost
   * @param kernel the extents K…
   * @param outputs the extents D′…
   * @param most bytes to write out at a time; at least one image always is
   */
  Unfolding(Recipe recipe, Window window, Strided x, long[] kernel, long[] outputs, long most) {
    this.recipe = recipe;
    this.window = window;
    this.kernel = kernel;
    this.outputs = outputs;
    int bytes = x.dtype().bytes();
    long width = x.extent(1) * product(kernel);
    long row = width + GAP / bytes;
    this.images = channelsLast(x);
    this.together = Math.max(1, Math.min(x.extent(0), most / (row * product(outputs) * bytes)));
    Strided inside = some(images, together);
    Strided border = images.dense(paddedShape());
    this.padded = Arrays.equals(border.shape(), inside.shape()) ? null : recipe.temporary(border);
    Strided room = images.dense(together * product(outputs), row);
    this.rows =
        recipe.temporary(room).with(room.with(new long[] {room.extent(0), width}, room.strides()));
  }

  /**
   * Whether gradients of weights are computed faster in this way: in bfloat16, oneDNN adds up along
   * rows of outputs, 32 at a time, most of which is wasted where rows are short. Where the window
   * moves by more than a step, the product takes 0.3 to 1.1 times as long as oneDNN's own way from
   * 128 channels on, and 0.7 to 1.6 times with 64. (Found on two processors with vectors of 512
   * bits.)
   */
  static boolean isFasterForWeights(Strided x, Window window, Strided dy) {
    if (window.groups() > 1) {
      return false;
    }
    boolean strided = window.strides().stream().anyMatch(stride -> stride > 1);
    boolean isShort = x.dtype() == DType.BF16 && dy.extent(dy.rank() - 1) <= SHORT;
    return isShort || (strided && Math.min(x.extent(1), dy.extent(1)) >= MANY);
  }

  private static long product(long[] extents) {
    return LongStream.of(extents).reduce(1, (a, b) -> a * b);
  }

  /** How many images are written out at a time, at most. */
  long together() {
    return together;
  }

  /** Rows for each image. */
  long rowsPerImage() {
    return product(outputs);
  }

  /** [N, D…, C], as the same elements lie in memory. */
  private static Strided channelsLast(Strided x) {
    List<Integer> order = new ArrayList<>(List.of(0));
    IntStream.range(2, x.rank()).forEach(order::add);
    order.add(1);
    return x.permute(order);
  }

  /** The first of some elements along the first axis. */
  private static Strided some(Strided layout, long count) {
    long[] shape = layout.shape();
    shape[0] = count;
    return layout.with(shape, layout.strides());
  }

  /**
   * With the padding, and as long as all strides together: where the window is smaller than its
   * stride, images may end before that, and oneDNN refuses views of every stride-th of their
   * elements.
   */
  private long[] paddedShape() {
    long[] shape = some(images, together).shape();
    for (int i = 0; i < kernel.length; i++) {
      long whole = shape[i + 1] + window.before().get(i) + window.after().get(i);
      shape[i + 1] = Math.max(whole, outputs[i] * window.strides().get(i));
    }
    return shape;
  }

  /** Bytes from an image to the next. */
  private long imageBytes() {
    return images.stride(0) * images.dtype().bytes();
  }

  /**
   * Adds what the outputs of some images see: [count·D′…, K…·C], with gaps between rows. Null if
   * there is no good way.
   *
   * @param x where the first of all images is
   * @param first the first of those to write out
   * @param count how many to write out
   */
  @Nullable Arg rows(Place x, long first, long count) {
    Arg source = new Arg(x.after(first * imageBytes()), some(images, count));
    if (padded != null) {
      Arg border = padded.with(some(padded.layout(), count));
      if (!pad(source, border)) {
        return null;
      }
      source = border;
    }
    Arg result = rows.with(some(rows.layout(), count * rowsPerImage()));
    return copyTaps(source, result) ? result : null;
  }

  private long channels() {
    return images.extent(images.rank() - 1);
  }

  /**
   * What each tap of the kernel sees goes to its place in the rows. Neighbours along a row of an
   * image are copied together, as many as the window moves on by.
   */
  private boolean copyTaps(Arg source, Arg result) {
    Strided all = result.layout();
    int axes = kernel.length;
    long[] shape = source.layout().shape();
    long[] from = new long[axes + 2];
    long[] to = new long[axes + 2];
    from[0] = source.layout().stride(0);
    from[axes + 1] = 1;
    to[axes + 1] = 1;
    to[axes] = all.stride(0);
    for (int i = axes - 1; i >= 0; i--) {
      shape[i + 1] = outputs[i];
      from[i + 1] = source.layout().stride(i + 1) * window.strides().get(i);
      to[i] = to[i + 1] * outputs[i];
    }
    Elementwise steps = new Elementwise(recipe);
    long width = kernel[axes - 1];
    long neighbours = window.dilations().get(axes - 1) == 1 ? window.strides().get(axes - 1) : 1;
    long[] tap = new long[axes + 2];
    for (long number = 0; number < product(kernel); number += shape[axes + 1] / channels()) {
      long rest = number;
      for (int i = axes - 1; i >= 0; i--) {
        tap[i + 1] = rest % kernel[i] * window.dilations().get(i);
        rest /= kernel[i];
      }
      shape[axes + 1] = Math.min(neighbours, width - number % width) * channels();
      int bytes = all.dtype().bytes();
      Arg seen =
          new Arg(
              source.place().after(source.layout().offset(tap) * bytes),
              source.layout().with(shape, from));
      Arg target = new Arg(result.place().after(number * channels() * bytes), all.with(shape, to));
      if (!steps.copy(seen, target)) {
        return false;
      }
    }
    return true;
  }

  /** Copies images into the middle of zeros. */
  private boolean pad(Arg source, Arg whole) {
    Elementwise steps = new Elementwise(recipe);
    long[] begin = new long[whole.layout().rank()];
    for (int i = 0; i < kernel.length; i++) {
      long before = window.before().get(i);
      long end = before + source.layout().extent(i + 1);
      long after = whole.layout().extent(i + 1) - end;
      if (!clear(steps, whole, i + 1, 0, before) || !clear(steps, whole, i + 1, end, after)) {
        return false;
      }
      begin[i + 1] = before;
    }
    return steps.copy(source, part(whole, begin, source.layout().shape()));
  }

  private static boolean clear(Elementwise steps, Arg whole, int axis, long from, long extent) {
    if (extent == 0) {
      return true;
    }
    long[] begin = new long[whole.layout().rank()];
    begin[axis] = from;
    long[] shape = whole.layout().shape();
    shape[axis] = extent;
    return steps.clear(part(whole, begin, shape));
  }

  private static Arg part(Arg whole, long[] begin, long[] shape) {
    Strided layout = whole.layout();
    return new Arg(
        whole.place().after(layout.offset(begin) * layout.dtype().bytes()),
        layout.with(shape, layout.strides()));
  }
}
