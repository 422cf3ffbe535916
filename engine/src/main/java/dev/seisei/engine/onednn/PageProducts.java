package dev.seisei.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.onednn.CachedAttentionKernels.Sizes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.jspecify.annotations.Nullable;

/** The primitives of attention to pages, made when sizes first occur, run at any addresses. */
final class PageProducts implements AutoCloseable {
  private static final int MASK = 2 * DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE | DNNL_ARG_SRC_1;

  /** A primitive for some sizes of a part of the work. */
  private interface Part {
    Spec spec(Sizes sizes);
  }

  /**
   * scale·q·kᵀ + mask of one page each.
   *
   * @param pages how many that follow each other in memory, each with queries of its own
   * @param rows queries for each key head
   * @param some how many keys of a page
   * @param row numbers from one row of scores, and of the mask, to the next
   * @param masks 1, or as many as rows
   */
  record Scores(int pages, int rows, int some, int row, int masks) implements Part {
    @Override
    public Spec spec(Sizes sizes) {
      Strided mask =
          Strided.of(
              DType.F32,
              new long[] {pages, sizes.keyHeads(), rows, some},
              new long[] {pages == 1 ? 0 : row, 0, masks == 1 ? 0 : row, 1});
      return new MatMulSpec(
          queries(sizes, pages, rows),
          pages(sizes, sizes.size(), some, sizes.pageSize()),
          probabilities(sizes, pages, rows, some, row),
          List.of(
              new Post.Function(algorithm.eltwise_linear, sizes.scale(), 0),
              new Post.Operand(algorithm.binary_add, mask)),
          false);
    }

    private Strided pages(Sizes sizes, long down, long across, long row) {
      return block(pages, sizes.keyHeads(), down, across, sizes.size() * row, row);
    }
  }

  /**
   * Probabilities times values of one page each.
   *
   * @param more whether they are added to what is there
   */
  record Values(int pages, int rows, int some, int row, boolean more) implements Part {
    @Override
    public Spec spec(Sizes sizes) {
      long page = (long) sizes.pageSize() * sizes.size();
      return new MatMulSpec(
          probabilities(sizes, pages, rows, some, row),
          block(pages, sizes.keyHeads(), some, sizes.size(), page, sizes.size()),
          queries(sizes, pages, rows),
          more ? List.of(new Post.Accumulate()) : List.of(),
          false);
    }
  }

  private record Softmax(int rows, int row) implements Part {
    @Override
    public Spec spec(Sizes sizes) {
      return new SoftmaxSpecs.Forward(false, Strided.dense(DType.F32, rows, row), DType.F32);
    }
  }

  /** Between [queries, H, D] and [Hk, H/Hk, queries, D]. */
  private record Pack(int queries, boolean back) implements Part {
    @Override
    public Spec spec(Sizes sizes) {
      long size = sizes.size();
      Strided packed =
          Strided.dense(DType.F32, sizes.keyHeads(), sizes.share(), queries, sizes.size());
      Strided apart =
          packed.with(
              packed.shape(), new long[] {sizes.share() * size, size, sizes.heads() * size, 1});
      return back ? new ReorderSpec(packed, apart) : new ReorderSpec(apart, packed);
    }
  }

  private static Strided block(
      long pages, long heads, long down, long across, long head, long row) {
    return Strided.of(
        DType.F32,
        new long[] {pages, heads, down, across},
        new long[] {heads * head, head, row, 1});
  }

  private static Strided queries(Sizes sizes, int pages, int rows) {
    return Strided.dense(DType.F32, pages, sizes.keyHeads(), rows, sizes.size());
  }

  private static Strided probabilities(Sizes sizes, int pages, int rows, int some, int row) {
    return block(pages, sizes.keyHeads(), rows, some, (long) rows * row, row);
  }

  private final Sizes sizes;
  private final Buffer working;
  private final List<Buffer> more = new ArrayList<>();
  private final Map<Part, Call> calls = new HashMap<>();

  /**
   * @param working what primitives work in; those that need more get memory of their own
   */
  PageProducts(Sizes sizes, Buffer working) {
    this.sizes = sizes;
    this.working = working;
  }

  /** Whether oneDNN has generated code for all of this. */
  static boolean exist(Sizes sizes) {
    return samples(sizes).stream().allMatch(part -> primitive(part, sizes) != null);
  }

  /** Bytes that primitives need to work, most of them. */
  static long workingBytes(Sizes sizes) {
    return samples(sizes).stream()
        .map(part -> primitive(part, sizes))
        .mapToLong(primitive -> primitive == null ? 0 : primitive.scratchBytes())
        .max()
        .orElse(0);
  }

  private static List<Part> samples(Sizes sizes) {
    int page = sizes.pageSize();
    int share = sizes.share();
    return List.of(
        new Scores(1, share, page, page, 1),
        new Scores(1, 64 * share, page, page, 64 * share),
        new Scores(2, share, page, page, 1),
        new Values(1, share, page, page, false),
        new Values(1, share, page, page, true),
        new Values(1, 64 * share, page, page, false),
        new Values(2, share, page, page, false),
        new Softmax(sizes.heads(), page),
        new Pack(2, false),
        new Pack(2, true));
  }

  private static @Nullable Primitive primitive(Part part, Sizes sizes) {
    return Primitives.findBearable(part.spec(sizes));
  }

  void scores(Scores part, long queries, long keys, long masks, long scores) {
    call(part)
        .at(DNNL_ARG_SRC, queries)
        .at(DNNL_ARG_WEIGHTS, keys)
        .at(MASK, masks)
        .at(DNNL_ARG_DST, scores)
        .run();
  }

  void values(Values part, long probabilities, long values, long results) {
    call(part)
        .at(DNNL_ARG_SRC, probabilities)
        .at(DNNL_ARG_WEIGHTS, values)
        .at(DNNL_ARG_DST, results)
        .run();
  }

  /** In place. */
  void softmax(int rows, int row, long scores) {
    call(new Softmax(rows, row)).at(DNNL_ARG_SRC, scores).at(DNNL_ARG_DST, scores).run();
  }

  /** [queries, H, D] → [Hk, H/Hk, queries, D]. */
  void pack(int queries, long from, long to) {
    call(new Pack(queries, false)).at(DNNL_ARG_FROM, from).at(DNNL_ARG_TO, to).run();
  }

  void unpack(int queries, long from, long to) {
    call(new Pack(queries, true)).at(DNNL_ARG_FROM, from).at(DNNL_ARG_TO, to).run();
  }

  private Call call(Part part) {
    Call call = calls.get(part);
    if (call == null) {
      call = make(part);
      calls.put(part, call);
    }
    return call;
  }

  private Call make(Part part) {
    Primitive primitive = Primitives.find(part.spec(sizes));
    if (primitive == null) {
      throw new IllegalStateException("oneDNN has no primitive for " + part + " of " + sizes);
    }
    Buffer room = working;
    if (primitive.scratchBytes() > working.bytes()) {
      room = working.device().allocate(primitive.scratchBytes());
      more.add(room);
    }
    return new Call(primitive, room);
  }

  @Override
  public void close() {
    calls.values().forEach(Call::close);
    more.forEach(Buffer::close);
  }
}
