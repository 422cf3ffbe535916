package dev.seisei.engine.jvm;

import dev.seisei.engine.kernel.Kernel;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.memory.Buffer;
import java.util.ArrayList;
import java.util.List;

/** Computes an operation element by element, in blocks of heap arrays. */
final class Blocks implements Kernel {
  /** Computes the first {@code count} elements of the output's array from those of the inputs'. */
  @FunctionalInterface
  interface Loop {
    void apply(int count);
  }

  private final Port[] reads;
  private final Port[] writes;
  private final Loop loop;
  private final long elements;

  private Blocks(List<Port> reads, List<Port> writes, Loop loop, long elements) {
    this.reads = reads.toArray(Port[]::new);
    this.writes = writes.toArray(Port[]::new);
    this.loop = loop;
    this.elements = elements;
  }

  @Override
  public void run() {
    for (long left = elements; left > 0; ) {
      int count = (int) Math.min(left, Mover.BLOCK);
      for (Port read : reads) {
        read.next(count);
      }
      loop.apply(count);
      for (Port write : writes) {
        write.next(count);
      }
      left -= count;
    }
  }

  /** Opens ports to the operands, stretched to the output's shape; each returns its array. */
  static final class Builder {
    private final Request request;
    private final List<Buffer> in;
    private final Buffer out;
    private final long elements;
    private final int length;
    private final List<Port> reads = new ArrayList<>();
    private final List<Port> writes = new ArrayList<>();

    Builder(Request request, List<Buffer> in, Buffer out) {
      this.request = request;
      this.in = in;
      this.out = out;
      this.elements = request.out().strided().elements();
      this.length = (int) Math.min(elements, Mover.BLOCK);
    }

    Kernel build(Loop loop) {
      return new Blocks(reads, writes, loop, elements);
    }

    private Buffer source(int i) {
      return Port.covered(in.get(i), request.in(i));
    }

    private Buffer target() {
      return Port.covered(out, request.out());
    }

    private void read(int i, Mover mover) {
      long[] shape = request.out().strided().shape();
      reads.add(new Port(request.in(i).strided().broadcast(shape), mover));
    }

    private void write(Mover mover) {
      writes.add(new Port(request.out().strided(), mover));
    }

    double[] readDoubles(int i) {
      double[] array = new double[length];
      read(i, Movers.read(request.in(i).dtype(), source(i), array));
      return array;
    }

    double[] writeDoubles() {
      double[] array = new double[length];
      writeDoubles(array);
      return array;
    }

    /** Writes from an array that is there already. */
    void writeDoubles(double[] array) {
      write(Movers.write(request.out().dtype(), target(), array));
    }

    float[] readFloats(int i) {
      float[] array = new float[length];
      read(i, Movers.read(request.in(i).dtype(), source(i), array));
      return array;
    }

    /** Writes F32 elements from an array that is there already. */
    void writeFloats(float[] array) {
      write(Movers.writeFloats(target(), array));
    }

    long[] readLongs(int i) {
      long[] array = new long[length];
      read(i, Movers.read(request.in(i).dtype(), source(i), array));
      return array;
    }

    long[] writeLongs() {
      long[] array = new long[length];
      writeLongs(array);
      return array;
    }

    /** Writes from an array that is there already. */
    void writeLongs(long[] array) {
      write(Movers.write(request.out().dtype(), target(), array));
    }

    byte[] readBytes(int i) {
      byte[] array = new byte[length];
      read(i, Movers.readBytes(source(i), array));
      return array;
    }

    byte[] writeBytes() {
      byte[] array = new byte[length];
      write(Movers.writeBytes(target(), array));
      return array;
    }

    short[] readShorts(int i) {
      short[] array = new short[length];
      read(i, Movers.readShorts(source(i), array));
      return array;
    }

    short[] writeShorts() {
      short[] array = new short[length];
      write(Movers.writeShorts(target(), array));
      return array;
    }

    int[] readInts(int i) {
      int[] array = new int[length];
      read(i, Movers.readInts(source(i), array));
      return array;
    }

    int[] writeInts() {
      int[] array = new int[length];
      write(Movers.writeInts(target(), array));
      return array;
    }

    long[] readRawLongs(int i) {
      long[] array = new long[length];
      read(i, Movers.readLongs(source(i), array));
      return array;
    }

    long[] writeRawLongs() {
      long[] array = new long[length];
      write(Movers.writeLongs(target(), array));
      return array;
    }
  }
}
