package dev.seisei.engine.jvm;

import dev.seisei.engine.kernel.Kernel;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Random;
import dev.seisei.engine.random.RandomNumbers;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Draws {@link RandomNumbers}; the key is read at every run. */
final class RandomKernel implements Kernel {
  /** Puts the next numbers at the front of the array that is written from. */
  @FunctionalInterface
  private interface Draw {
    void apply(int count, long position);
  }

  private final ByteBuffer key;
  private final int stream;
  private final long elements;
  private final RandomNumbers numbers = new RandomNumbers(0, 0, 0);
  private final Draw draw;
  private final Mover write;

  static @Nullable Proposal propose(Request request, Random random) {
    DType type = request.out().dtype();
    if (type != DType.F32 && type != DType.F64) {
      return null;
    }
    return Proposal.dense(
        request,
        "philox",
        (in, out, scratch) ->
            new RandomKernel(
                random, in.get(0).asByteBuffer(), out.get(0), request.out().strided().elements()));
  }

  private RandomKernel(Random random, ByteBuffer key, Buffer out, long elements) {
    this.key = key;
    this.stream = random.stream();
    this.elements = elements;
    boolean uniform = random.distribution() == Random.Distribution.UNIFORM;
    if (random.dtype() == DType.F32) {
      float[] array = new float[Mover.BLOCK];
      this.draw =
          uniform
              ? (count, position) -> numbers.uniform(array, count, position)
              : (count, position) -> numbers.normal(array, count, position);
      this.write = Movers.writeFloats(out, array);
    } else {
      double[] array = new double[Mover.BLOCK];
      this.draw =
          uniform
              ? (count, position) -> numbers.uniform(array, count, position)
              : (count, position) -> numbers.normal(array, count, position);
      this.write = Movers.write(DType.F64, out, array);
    }
  }

  @Override
  public void run() {
    numbers.reset(key.getLong(0), key.getLong(8), stream);
    for (long position = 0; position < elements; position += Mover.BLOCK) {
      int count = (int) Math.min(Mover.BLOCK, elements - position);
      draw.apply(count, position);
      write.move((int) position, 1, 0, count);
    }
  }
}
