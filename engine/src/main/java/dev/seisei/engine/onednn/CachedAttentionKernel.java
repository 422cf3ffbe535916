package dev.seisei.engine.onednn;

import dev.seisei.engine.kernel.Kernel;
import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.memory.ByteSize;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.onednn.CachedAttentionKernels.Sizes;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Attention to remembered tokens, page by page.
 *
 * <p>What is computed follows from a token's own sequence alone, so that a result has the same bits
 * whatever else is in the batch: tokens of one sequence that follow each other are taken together
 * in blocks that begin where they begin, and pages are read up to the next multiple of {@link
 * #STEP} tokens. Single tokens of sequences that have one page are taken together as far as their
 * pages lie near each other, with the same primitives over a larger batch.
 */
final class CachedAttentionKernel implements Kernel {
  /** Tokens to which the last page is rounded up: so many primitives less. */
  static final int STEP = 64;

  /** Scores of a block: 4 MB. */
  private static final int MOST_SCORES = 1 << 20;

  private static final int MOST_QUERIES = 64;

  /** What is added to a hidden score, as attention's decomposition does. */
  private static final float HIDDEN = -1e9f;

  private final Sizes sizes;
  private final FloatBuffer q;
  private final FloatBuffer k;
  private final FloatBuffer v;
  private final FloatBuffer cells;
  private final FloatBuffer positions;
  private final FloatBuffer tables;
  private final FloatBuffer keys;
  private final FloatBuffer values;
  private final FloatBuffer y;
  private final FloatBuffer scratch;
  private final long queriesAt;
  private final long resultsAt;
  private final long scoresAt;
  private final long masksAt;
  private final int masksIndex;
  private final List<Buffer> inputs;
  private final List<Buffer> outputs;

  /** Whether the caches must be copied, because they are not updated where they lie. */
  private final boolean apart;

  private final PageProducts products;
  private final boolean[] valid;

  /** Tokens that no other of their sequence stands beside. */
  private final int[] alone;

  private final float[] row;
  private final float[] ramp;

  CachedAttentionKernel(Sizes sizes, List<Buffer> in, List<Buffer> out, Buffer scratch) {
    this.sizes = sizes;
    this.inputs = in;
    this.outputs = out;
    this.q = floats(in.get(0));
    this.k = floats(in.get(1));
    this.v = floats(in.get(2));
    this.cells = floats(in.get(5));
    this.positions = floats(in.get(6));
    this.tables = floats(in.get(7));
    this.y = floats(out.get(0));
    this.keys = floats(out.get(1));
    this.values = floats(out.get(2));
    this.scratch = floats(scratch);
    this.queriesAt = scratch.address();
    this.resultsAt = address(scratch, packed(sizes));
    this.scoresAt = address(scratch, 2 * packed(sizes));
    this.masksIndex = Math.toIntExact(2 * packed(sizes) + scores(sizes));
    this.masksAt = address(scratch, masksIndex);
    this.apart =
        in.get(3).address() != out.get(1).address() || in.get(4).address() != out.get(2).address();
    long used = ByteSize.of(DType.F32, blockElements(sizes));
    this.products = new PageProducts(sizes, scratch.slice(used, scratch.bytes() - used));
    this.valid = new boolean[sizes.rows()];
    this.alone = new int[sizes.rows()];
    this.row = new float[sizes.heads() * sizes.size()];
    // From minus infinity, as it were, to 0 within the window and back.
    this.ramp = new float[2 * sizes.tokens() + sizes.window()];
    Arrays.fill(ramp, HIDDEN);
    Arrays.fill(ramp, sizes.tokens(), sizes.tokens() + sizes.window(), 0);
  }

  private static FloatBuffer floats(Buffer buffer) {
    return buffer.asByteBuffer().asFloatBuffer();
  }

  /** Queries, then results, of the largest block. */
  private static long packed(Sizes sizes) {
    return Math.max(MOST_QUERIES, 2L * sizes.rows()) * sizes.heads() * sizes.size();
  }

  private static long scores(Sizes sizes) {
    long together = 2L * sizes.rows() * sizes.pageSize();
    return Math.max(MOST_SCORES, sizes.heads() * Math.max(sizes.tokens(), together));
  }

  private static long masks(Sizes sizes) {
    return scores(sizes) / sizes.keyHeads();
  }

  private static long blockElements(Sizes sizes) {
    return 2 * packed(sizes) + scores(sizes) + masks(sizes);
  }

  /** What this works in. */
  static long scratchBytes(Sizes sizes) {
    return ByteSize.of(DType.F32, blockElements(sizes)) + PageProducts.workingBytes(sizes);
  }

  @Override
  public void run() {
    if (apart) {
      outputs.get(1).copyFrom(inputs.get(3));
      outputs.get(2).copyFrom(inputs.get(4));
    }
    for (int i = 0; i < sizes.rows(); i++) {
      valid[i] = exists(i);
      if (valid[i]) {
        remember(i);
      } else {
        Arrays.fill(row, 0, width(), Float.NaN);
        y.put(i * width(), row, 0, width());
      }
    }
    int count = 0;
    for (int i = 0; i < sizes.rows(); ) {
      int end = i + 1;
      while (end < sizes.rows() && follows(end)) {
        end++;
      }
      if (end - i > 1) {
        sequence(i, end);
      } else if (valid[i]) {
        alone[count++] = i;
      }
      i = end;
    }
    singles(count);
  }

  private int width() {
    return sizes.heads() * sizes.size();
  }

  private int position(int i) {
    return (int) positions.get(i);
  }

  /** Whether all places that a token names are there. */
  private boolean exists(int i) {
    float cell = cells.get(i);
    float position = positions.get(i);
    boolean possible =
        cell >= 0
            && cell < sizes.pages() * (float) sizes.pageSize()
            && position >= 0
            && position < sizes.tokens();
    for (int j = 0; possible && j <= (int) position / sizes.pageSize(); j++) {
      float number = tables.get(i * sizes.tablePages() + j);
      possible = number >= 0 && number < sizes.pages();
    }
    return possible;
  }

  /** The n-th page of a token's sequence. */
  private int pageOf(int i, int n) {
    return (int) tables.get(i * sizes.tablePages() + n);
  }

  private void remember(int i) {
    int cell = (int) cells.get(i);
    int size = sizes.size();
    int pageSize = sizes.pageSize();
    int from = i * sizes.keyHeads() * size;
    k.get(from, row, 0, sizes.keyHeads() * size);
    int at = cell / pageSize * sizes.keyHeads() * size * pageSize + cell % pageSize;
    for (int j = 0; j < sizes.keyHeads() * size; j++) {
      keys.put(at + j * pageSize, row[j]);
    }
    v.get(from, row, 0, sizes.keyHeads() * size);
    for (int head = 0; head < sizes.keyHeads(); head++) {
      int block = (cell / pageSize * sizes.keyHeads() + head) * pageSize;
      values.put((block + cell % pageSize) * size, row, head * size, size);
    }
  }

  /** Whether a token is the next one of the sequence of the token before it. */
  private boolean follows(int i) {
    if (!valid[i] || !valid[i - 1] || position(i) != position(i - 1) + 1) {
      return false;
    }
    for (int j = 0; j <= position(i - 1) / sizes.pageSize(); j++) {
      if (pageOf(i, j) != pageOf(i - 1, j)) {
        return false;
      }
    }
    return true;
  }

  /** Tokens of one sequence that follow each other, in blocks of powers of two. */
  private void sequence(int begin, int end) {
    for (int i = begin; i < end; ) {
      int most = Math.min(MOST_QUERIES, end - i);
      int queries = Integer.highestOneBit(most);
      while (queries > 1
          && (long) sizes.heads() * queries * seen(position(i + queries - 1)) > MOST_SCORES) {
        queries /= 2;
      }
      block(i, queries);
      i += queries;
    }
  }

  /** How many keys are read up to a position. */
  private int seen(int position) {
    return (position / STEP + 1) * STEP;
  }

  /** Tokens of one sequence that follow each other. */
  private void block(int first, int queries) {
    int keysSeen = seen(position(first + queries - 1));
    int rows = sizes.share() * queries;
    boolean single = queries == 1;
    long from = address(inputs.get(0), (long) first * width());
    long to = address(outputs.get(0), (long) first * width());
    if (!single) {
      products.pack(queries, from, queriesAt);
    }
    for (int head = 0; head < (single ? 1 : sizes.share()); head++) {
      for (int query = 0; query < queries; query++) {
        mask(head * queries + query, first + query, keysSeen);
      }
    }
    for (int n = 0; n * sizes.pageSize() < keysSeen; n++) {
      int some = Math.min(sizes.pageSize(), keysSeen - n * sizes.pageSize());
      long offset = 4L * n * sizes.pageSize();
      products.scores(
          new PageProducts.Scores(1, rows, some, keysSeen, single ? 1 : rows),
          single ? from : queriesAt,
          pageAddress(1, pageOf(first, n)),
          masksAt + offset,
          scoresAt + offset);
    }
    products.softmax(rows * sizes.keyHeads(), keysSeen, scoresAt);
    // Pages of the last token: the first may not have come so far.
    int last = first + queries - 1;
    for (int n = 0; n * sizes.pageSize() < keysSeen; n++) {
      int some = Math.min(sizes.pageSize(), keysSeen - n * sizes.pageSize());
      products.values(
          new PageProducts.Values(1, rows, some, keysSeen, n > 0),
          scoresAt + 4L * n * sizes.pageSize(),
          pageAddress(2, pageOf(last, n)),
          single ? to : resultsAt);
    }
    if (!single) {
      products.unpack(queries, resultsAt, to);
    }
  }

  /** Tokens of as many sequences, those with a single page together where that pays. */
  private void singles(int count) {
    for (int i = 0; i < count; i++) {
      if (position(alone[i]) >= sizes.pageSize()) {
        block(alone[i], 1);
      }
    }
    for (int keysSeen = STEP; keysSeen <= sizes.pageSize(); keysSeen += STEP) {
      int some = 0;
      int first = Integer.MAX_VALUE;
      int last = -1;
      for (int i = 0; i < count; i++) {
        if (seen(position(alone[i])) == keysSeen) {
          some++;
          first = Math.min(first, pageOf(alone[i], 0));
          last = Math.max(last, pageOf(alone[i], 0));
        }
      }
      int pages = Math.max(1, (last - first + 4) / 4 * 4);
      boolean near = some > 1 && pages <= 2 * some && pages <= sizes.pages();
      for (int i = 0; !near && i < count; i++) {
        if (seen(position(alone[i])) == keysSeen) {
          block(alone[i], 1);
        }
      }
      if (near) {
        together(count, keysSeen, Math.min(first, sizes.pages() - pages), pages);
      }
    }
  }

  /** Tokens whose only pages are among some that lie one after another. */
  private void together(int count, int keysSeen, int first, int pages) {
    for (int i = 0; i < count; i++) {
      if (seen(position(alone[i])) == keysSeen) {
        int slot = pageOf(alone[i], 0) - first;
        q.get(alone[i] * width(), row, 0, width());
        scratch.put(slot * width(), row, 0, width());
        mask(slot, alone[i], keysSeen);
      }
    }
    products.scores(
        new PageProducts.Scores(pages, sizes.share(), keysSeen, keysSeen, 1),
        queriesAt,
        pageAddress(1, first),
        masksAt,
        scoresAt);
    products.softmax(pages * sizes.heads(), keysSeen, scoresAt);
    products.values(
        new PageProducts.Values(pages, sizes.share(), keysSeen, keysSeen, false),
        scoresAt,
        pageAddress(2, first),
        resultsAt);
    for (int i = 0; i < count; i++) {
      if (seen(position(alone[i])) == keysSeen) {
        int slot = pageOf(alone[i], 0) - first;
        scratch.get(Math.toIntExact(packed(sizes)) + slot * width(), row, 0, width());
        y.put(alone[i] * width(), row, 0, width());
      }
    }
  }

  /** Writes what a token sees as a row of the masks. */
  private void mask(int to, int token, int keysSeen) {
    int visible = sizes.tokens() + sizes.window() - position(token) - 1;
    scratch.put(masksIndex + to * keysSeen, ramp, visible, keysSeen);
  }

  private static long address(Buffer buffer, long element) {
    return buffer.address() + 4 * element;
  }

  private long pageAddress(int cache, int page) {
    long elements = (long) sizes.keyHeads() * sizes.size() * sizes.pageSize();
    return address(outputs.get(cache), page * elements);
  }

  @Override
  public void close() {
    products.close();
  }
}
