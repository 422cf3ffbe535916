package dev.seisei.engine.jvm;

import dev.seisei.engine.kernel.Kernel;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Copies rows of a table, of any type and size. */
record GatherKernel(Rows table, Indices indices, Rows results) implements Kernel {

  static @Nullable Proposal propose(Request request) {
    DType type = request.out().dtype();
    DType indexType = request.in(1).dtype();
    Strided asked = request.in(0).strided();
    Strided table = rowsAreDense(asked) ? asked : asked.dense();
    Strided indices = request.in(1).strided().dense();
    long rows = table.extent(0);
    long rowBytes = (rows == 0 ? 0 : table.elements() / rows) * type.bytes();
    long strideBytes = table.stride(0) * type.bytes();
    if (request.in(0).dtype() != type
        || !Indices.accepts(indexType)
        || indices.span() > Integer.MAX_VALUE
        || !Rows.fit(strideBytes, rowBytes)) {
      return null;
    }
    long count = indices.elements();
    return new Proposal(
        "rows",
        List.of(table, indices),
        List.of(request.out().strided().dense()),
        0,
        List.of(),
        (in, out, scratch) ->
            new GatherKernel(
                new Rows(in.get(0), rows, strideBytes, rowBytes),
                new Indices("gather", indexType, in.get(1), count, rows),
                new Rows(out.get(0), count, rowBytes, rowBytes)));
  }

  private static boolean rowsAreDense(Strided table) {
    return table.with(tail(table.shape()), tail(table.strides())).isDense();
  }

  private static long[] tail(long[] array) {
    return Arrays.copyOfRange(array, 1, array.length);
  }

  @Override
  public void run() {
    for (int i = 0; i < indices.count(); i++) {
      results.copy(i, table, indices.get(i));
    }
  }
}
