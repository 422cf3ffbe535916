package dev.seisei.engine.onednn;

import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Window;
import java.util.ArrayList;
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
  private static final long MOST = 4 << 20;

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
  private final Strided image;
  private final long[] kernel;
  private final long[] outputs;
  private final long images;
  private final @Nullable Arg padded;
  private final Arg rows;

  /**
   * @param x [N, C, D…], the channels innermost
   * @param kernel the extents K…
   * @param outputs the extents D′…
   */
  Unfolding(Recipe recipe, Window window, Strided x, long[] kernel, long[] outputs) {
    this.recipe = recipe;
    this.window = window;
    this.kernel = kernel;
    this.outputs = outputs;
    int bytes = x.dtype().bytes();
    long width = x.extent(1) * product(kernel);
    long row = width + GAP / bytes;
    this.images = divisor(x.extent(0), Math.max(1, MOST / (row * product(outputs) * bytes)));
    this.image = channelsLast(x, images);
    long padding = LongStream.concat(longs(window.before()), longs(window.after())).sum();
    this.padded = padding == 0 ? null : recipe.temporary(image.dense(paddedShape()));
    Strided room = image.dense(images * product(outputs), row);
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

  private static LongStream longs(List<Long> numbers) {
    return numbers.stream().mapToLong(Long::longValue);
  }

  private static long product(long[] extents) {
    return LongStream.of(extents).reduce(1, (a, b) -> a * b);
  }

  private static long divisor(long number, long limit) {
    for (long d = Math.min(number, limit); d > 1; d--) {
      if (number % d == 0) {
        return d;
      }
    }
    return 1;
  }

  /** How many images are written out at a time. */
  long images() {
    return images;
  }

  /** Rows for each image. */
  long rowsPerImage() {
    return product(outputs);
  }

  /** [images, D…, C], as the same elements lie in memory. */
  private static Strided channelsLast(Strided x, long images) {
    List<Integer> order = new ArrayList<>(List.of(0));
    IntStream.range(2, x.rank()).forEach(order::add);
    order.add(1);
    Strided turned = x.permute(order);
    long[] shape = turned.shape();
    shape[0] = images;
    return turned.with(shape, turned.strides());
  }

  private long[] paddedShape() {
    long[] shape = image.shape();
    for (int i = 0; i < kernel.length; i++) {
      shape[i + 1] += window.before().get(i) + window.after().get(i);
    }
    return shape;
  }

  /** Bytes from an image to the next. */
  private long imageBytes() {
    return image.stride(0) * image.dtype().bytes();
  }

  /**
   * Adds what the outputs of some images see: [images·D′…, K…·C], with gaps between rows. Null if
   * there is no good way.
   *
   * @param x where the first of all images is
   * @param first the first of those to write out
   */
  @Nullable Arg rows(Place x, long first) {
    Arg source = new Arg(x.after(first * imageBytes()), image);
    Arg border = padded;
    if (border != null) {
      if (!pad(source, border)) {
        return null;
      }
      source = border;
    }
    return copyTaps(source, rows.layout()) ? rows : null;
  }

  private long channels() {
    return image.extent(image.rank() - 1);
  }

  /**
   * What each tap of the kernel sees goes to its place in the rows. Neighbours along a row of an
   * image are copied together, as many as the window moves on by.
   */
  private boolean copyTaps(Arg source, Strided all) {
    int axes = kernel.length;
    long[] shape = image.shape();
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
    long together = window.dilations().get(axes - 1) == 1 ? window.strides().get(axes - 1) : 1;
    long[] tap = new long[axes + 2];
    for (long number = 0; number < product(kernel); number += shape[axes + 1] / channels()) {
      long rest = number;
      for (int i = axes - 1; i >= 0; i--) {
        tap[i + 1] = rest % kernel[i] * window.dilations().get(i);
        rest /= kernel[i];
      }
      shape[axes + 1] = Math.min(together, width - number % width) * channels();
      int bytes = all.dtype().bytes();
      Arg seen =
          new Arg(
              source.place().after(source.layout().offset(tap) * bytes),
              source.layout().with(shape, from));
      Arg target = new Arg(rows.place().after(number * channels() * bytes), all.with(shape, to));
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
      long after = window.after().get(i);
      long end = whole.layout().extent(i + 1) - after;
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
    Strided zeros = whole.layout().dense(shape);
    return steps.copy(new Arg(Place.zeros(zeros.elements()), zeros), part(whole, begin, shape));
  }

  private static Arg part(Arg whole, long[] begin, long[] shape) {
    Strided layout = whole.layout();
    return new Arg(
        whole.place().after(layout.offset(begin) * layout.dtype().bytes()),
        layout.with(shape, layout.strides()));
  }
}
