package dev.seisei.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_SCALES;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import dev.seisei.engine.kernel.Layout;
import dev.seisei.engine.kernel.Opaque;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Binary;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.jspecify.annotations.Nullable;

/**
 * Products with weights in 8-bit integers: y = (xq·wq)·sx·sw, where a row of x and a column of w
 * are rounded to multiples of 1/127 of their largest element. Sums of integers are exact, so that a
 * row has the same bits however many there are.
 */
final class Int8Kernels {
  private static final float MOST = 127;

  /** Weights are packed once, as a product of so many rows likes them. */
  private static final long FEW_ROWS = 16;

  private static final int WEIGHT_SCALES = DNNL_ARG_ATTR_SCALES | DNNL_ARG_WEIGHTS;

  private Int8Kernels() {}

  /** Weights in oneDNN's blocks, and the scales of their columns behind them. */
  private record Packed(Blocked blocks, long columns) {
    private static final long ALIGNMENT = 64;

    long scalesOffset() {
      long bytes = blocks.description().get_size();
      return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    Opaque layout() {
      return new Opaque(
          OneDnnProvider.NAME, this, DType.I8, scalesOffset() + columns * DType.F32.bytes());
    }
  }

  /**
   * xq·wq·sw, then functions.
   *
   * @param a xq, [M, K]
   */
  private record Product(Strided a, long columns, Strided result, List<Post> posts)
      implements Spec {
    @Override
    public @Nullable Primitive create() {
      matmul.primitive_desc few =
          describe(
              Strided.dense(DType.I8, FEW_ROWS, a.extent(1)),
              Dnnl.anyhow(new long[] {a.extent(1), columns}, DType.I8),
              Strided.dense(DType.F32, FEW_ROWS, columns),
              List.of());
      matmul.primitive_desc description =
          few.asBoolean() ? describe(a, few.weights_desc(), result, posts) : few;
      if (!description.asBoolean()) {
        return null;
      }
      memory.desc first = Dnnl.describe(a);
      memory.desc destination = Dnnl.describe(result);
      Map<Integer, memory.desc> arguments =
          new HashMap<>(
              ElementwiseSpecs.withOperands(
                  Map.of(
                      DNNL_ARG_SRC,
                      first,
                      DNNL_ARG_WEIGHTS,
                      description.weights_desc(),
                      DNNL_ARG_DST,
                      destination),
                  posts));
      arguments.put(WEIGHT_SCALES, Dnnl.describe(Strided.dense(DType.F32, columns)));
      return Primitive.of(
          description, new matmul(description), arguments, result.elements() * a.extent(1));
    }

    private static matmul.primitive_desc describe(
        Strided a, memory.desc weights, Strided result, List<Post> posts) {
      primitive_attr attributes = Dnnl.attributes(posts);
      attributes.set_scales_mask(DNNL_ARG_WEIGHTS, 2);
      return new matmul.primitive_desc(
          Dnnl.ENGINE,
          Dnnl.describe(a),
          weights,
          new memory.desc(),
          Dnnl.describe(result),
          attributes,
          true);
    }
  }

  static boolean isPacked(Layout layout) {
    return layout instanceof Opaque opaque && opaque.key() instanceof Packed;
  }

  /** A product of x, in float32, and weights that are asked for in 8-bit integers. */
  static @Nullable Proposal propose(Request request) {
    Strided asked = request.out().strided();
    Strided x = request.in(0).strided();
    boolean matrices =
        asked.rank() == 2
            && x.dtype() == DType.F32
            && asked.dtype() == DType.F32
            && request.in(1).constant()
            && request.in(1).layout() instanceof Strided;
    if (!matrices) {
      return null;
    }
    Strided result = asked.dense();
    Strided a = x.dense();
    long rows = a.extent(0);
    List<Arg> arguments = new ArrayList<>();
    for (int i = 0; i < request.inputs().size(); i++) {
      Strided own = request.in(i).strided();
      arguments.add(
          new Arg(
              Place.input(i), i == 0 ? a : i == 1 ? own : Layouts.alignedWith(own, List.of(0, 1))));
    }
    Recipe recipe = new Recipe();
    Arg rounded = recipe.temporary(Strided.dense(DType.I8, a.shape()));
    Arg scales = recipe.temporary(Strided.dense(DType.F32, rows, 1));
    // oneDNN has no good code for a factor of each row within a product of several.
    Arg factors = scales.with(scales.layout().broadcast(result.shape()));
    List<Applied> posts = ElementwiseKernels.posts(request, arguments);
    List<Applied> within = new ArrayList<>();
    if (rows == 1) {
      within.add(new Applied(Binary.MUL, factors));
      within.addAll(posts);
    }
    List<Post> functions = Elementwise.fuse(within);
    if (functions == null || Elementwise.hasSlowTanh(within)) {
      return null;
    }
    long columns = result.extent(1);
    Primitive primitive =
        Primitives.findFast(new Product(rounded.layout(), columns, result, functions));
    if (primitive == null) {
      return null;
    }
    Packed packed = new Packed(new Blocked(primitive.layout(DNNL_ARG_WEIGHTS)), columns);
    recipe.transform(
        new RoundRows((int) rows, (int) a.extent(1)),
        List.of(Place.input(0), rounded.place(), scales.place()));
    Map<Integer, Place> places =
        new HashMap<>(
            Elementwise.withOperands(
                Map.of(
                    DNNL_ARG_SRC,
                    rounded.place(),
                    DNNL_ARG_WEIGHTS,
                    Place.input(1),
                    DNNL_ARG_DST,
                    Place.output(0)),
                functions,
                within));
    places.put(WEIGHT_SCALES, Place.input(1).after(packed.scalesOffset()));
    recipe.add(primitive, places);
    Arg y = new Arg(Place.output(0), result);
    if (rows > 1 && !new Elementwise(recipe).binary(Binary.MUL, y, factors, y, posts)) {
      return null;
    }
    List<Layout> inputs = new ArrayList<>(arguments.stream().map(Arg::layout).toList());
    inputs.set(1, packed.layout());
    return recipe.proposal(inputs, List.of(result));
  }

  /** Rounds each row of [rows, width]. */
  private static final class RoundRows implements Recipe.Transformation {
    private final int rows;
    private final float[] row;
    private final byte[] rounded;

    RoundRows(int rows, int width) {
      this.rows = rows;
      this.row = new float[width];
      this.rounded = new byte[width];
    }

    @Override
    public void run(ByteBuffer[] memory) {
      FloatBuffer x = memory[0].asFloatBuffer();
      FloatBuffer scales = memory[2].asFloatBuffer();
      for (int i = 0; i < rows; i++) {
        x.get(i * row.length, row);
        scales.put(i, round(row, row.length, rounded));
        memory[1].put(i * row.length, rounded);
      }
    }
  }

  /** Rounds numbers to multiples of what is returned. */
  private static float round(float[] from, int count, byte[] to) {
    float largest = 0;
    for (int i = 0; i < count; i++) {
      largest = Math.max(largest, Math.abs(from[i]));
    }
    float inverse = largest > 0 ? MOST / largest : 0;
    for (int i = 0; i < count; i++) {
      // Half up: a cast cuts towards zero, and no number here is below −127.
      to[i] = (byte) ((int) (from[i] * inverse + 128.5f) - 128);
    }
    return largest / MOST;
  }

  /** Weights [K, N] in float32, of any strides, into blocks and scales. */
  static @Nullable Proposal pack(Request request) {
    Opaque to = (Opaque) request.out().layout();
    Packed packed = (Packed) to.key();
    if (!(request.in(0).layout() instanceof Strided from) || from.dtype() != DType.F32) {
      return null;
    }
    int terms = (int) from.extent(0);
    int columns = (int) from.extent(1);
    Primitive reorder =
        Primitives.findBearable(
            new ReorderSpec(
                Strided.of(DType.I8, new long[] {terms, columns}, new long[] {1, terms}),
                new Opaque(
                    OneDnnProvider.NAME,
                    packed.blocks(),
                    DType.I8,
                    packed.blocks().description().get_size())));
    if (reorder == null) {
      return null;
    }
    Recipe recipe = new Recipe();
    Arg rounded = recipe.temporary(Strided.dense(DType.I8, columns, terms));
    recipe.transform(
        new RoundColumns(from, terms, columns),
        List.of(Place.input(0), rounded.place(), Place.output(0).after(packed.scalesOffset())));
    recipe.add(reorder, Map.of(DNNL_ARG_FROM, rounded.place(), DNNL_ARG_TO, Place.output(0)));
    return recipe.proposal(List.of(from), List.of(to));
  }

  /** Rounds each column of [terms, columns], written one after another. */
  private static final class RoundColumns implements Recipe.Transformation {
    private final int terms;
    private final int columns;
    private final int down;
    private final int across;

    RoundColumns(Strided from, int terms, int columns) {
      this.terms = terms;
      this.columns = columns;
      this.down = (int) from.stride(0);
      this.across = (int) from.stride(1);
    }

    @Override
    public void run(ByteBuffer[] memory) {
      FloatBuffer x = memory[0].asFloatBuffer();
      FloatBuffer scales = memory[2].asFloatBuffer();
      float[] column = new float[terms];
      byte[] rounded = new byte[terms];
      for (int j = 0; j < columns; j++) {
        if (down == 1) {
          x.get(j * across, column);
        } else {
          for (int i = 0; i < terms; i++) {
            column[i] = x.get(j * across + i * down);
          }
        }
        scales.put(j, round(column, terms, rounded));
        memory[1].put(j * terms, rounded);
      }
    }
  }
}
