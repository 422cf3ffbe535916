package dev.seisei.engine.memory;

import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * A span of memory on a {@link Device}. Whoever allocated it closes it; a {@link #slice} shares the
 * memory and keeps its owner reachable, and closing a slice does nothing.
 */
public final class Buffer implements AutoCloseable {
  private final Device device;
  private final long address;
  private final long bytes;

  /** What the memory is a part of, which must not be freed before. */
  @SuppressWarnings("UnusedVariable") // held, not read
  private final @Nullable Object whole;

  private final boolean readOnly;

  /** Frees the memory if this buffer owns it. */
  private Cleaner.@Nullable Cleanable owned;

  private Buffer(
      Device device, long address, long bytes, @Nullable Object whole, boolean readOnly) {
    this.device = device;
    this.address = address;
    this.bytes = bytes;
    this.whole = whole;
    this.readOnly = readOnly;
  }

  /** A buffer that frees its memory when it is closed, or when nobody holds it any more. */
  static Buffer owning(Device device, long address, long bytes, Cleaner cleaner, Runnable free) {
    Buffer buffer = new Buffer(device, address, bytes, null, false);
    buffer.owned = cleaner.register(buffer, free);
    return buffer;
  }

  /**
   * The host's memory behind a direct byte buffer, from its position to its limit, such as a part
   * of a mapped file: shared, and read-only if the byte buffer is. It counts towards no limit.
   *
   * <p>Native code that reads what a file has lost since it was mapped ends the process: what is
   * mapped is for {@link #asByteBuffer}, by which Java throws an error instead.
   *
   * @throws IllegalArgumentException if the byte buffer is not direct
   */
  public static Buffer over(ByteBuffer bytes) {
    if (!bytes.isDirect()) {
      throw new IllegalArgumentException("the bytes must be outside Java's heap");
    }
    try (BytePointer start = new BytePointer(bytes)) {
      long address = start.address() + bytes.position();
      return new Buffer(Device.CPU, address, bytes.remaining(), bytes, bytes.isReadOnly());
    }
  }

  /** The device that holds the memory. */
  public Device device() {
    return device;
  }

  /** The first byte's address, in the device's address space. */
  public long address() {
    return address;
  }

  /** Length in bytes. */
  public long bytes() {
    return bytes;
  }

  /**
   * A part of this buffer, sharing its memory.
   *
   * @throws IndexOutOfBoundsException if the part does not lie within this buffer
   */
  public Buffer slice(long offset, long length) {
    if (offset < 0 || length < 0 || offset > bytes - length) {
      throw new IndexOutOfBoundsException(
          "slice of " + length + " bytes at " + offset + " in a buffer of " + bytes);
    }
    return new Buffer(device, address + offset, length, this, readOnly);
  }

  /**
   * The memory as a byte buffer in native order, read-only if this buffer is.
   *
   * @throws IllegalStateException if this buffer is larger than a byte buffer can be (2 GiB)
   */
  public ByteBuffer asByteBuffer() {
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalStateException(
          "a buffer of " + bytes + " bytes has no ByteBuffer view; slice it");
    }
    ByteBuffer view = pointer().asByteBuffer();
    return (readOnly ? view.asReadOnlyBuffer() : view).order(ByteOrder.nativeOrder());
  }

  /** A JavaCPP pointer to the memory, which does not own it. */
  public BytePointer pointer() {
    return new Span(this);
  }

  /** Copies another buffer of the same length into this one, which must not be read-only. */
  public void copyFrom(Buffer source) {
    if (readOnly) {
      throw new ReadOnlyBufferException();
    }
    if (source.bytes != bytes) {
      throw new IllegalArgumentException(
          "cannot copy " + source.bytes + " bytes into a buffer of " + bytes);
    }
    Pointer.memcpy(pointer(), source.pointer(), bytes);
  }

  /** Frees the memory, if this buffer allocated it. Closing twice does nothing. */
  @Override
  public void close() {
    if (owned != null) {
      owned.clean();
    }
  }

  /** A pointer at an address that keeps the buffer behind it reachable. */
  private static final class Span extends BytePointer {
    private final Buffer keptReachable;

    Span(Buffer buffer) {
      this.keptReachable = buffer;
      this.address = buffer.address;
      this.limit = buffer.bytes;
      this.capacity = buffer.bytes;
    }

    @Override
    public boolean equals(Object other) {
      return super.equals(other);
    }

    @Override
    public int hashCode() {
      return keptReachable.hashCode();
    }
  }
}
