package dev.seisei.engine.plan;

import dev.seisei.engine.kernel.Kernel;
import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.param.SharedCopy;
import dev.seisei.engine.param.State;
import java.util.ArrayList;
import java.util.List;

/** What a plan has to free in the end; or now, if its compilation fails half way. */
final class Owned implements AutoCloseable {
  /** A state that was declared on the way. */
  private record Declared(State state, String name) {}

  private final Device device;
  private final List<Buffer> buffers = new ArrayList<>();
  private final List<Kernel> kernels = new ArrayList<>();
  private final List<SharedCopy> acquired = new ArrayList<>();
  private long sharedBytes;
  private final List<Declared> declared = new ArrayList<>();

  Owned(Device device) {
    this.device = device;
  }

  Device device() {
    return device;
  }

  Buffer allocate(long bytes) {
    Buffer buffer = device.allocate(bytes);
    buffers.add(buffer);
    return buffer;
  }

  Buffer allocate(Root root) {
    Buffer buffer = allocate(root.bytes);
    root.place(buffer);
    return buffer;
  }

  /** The memory of a copy that plans share; what is allocated for it now is counted here. */
  Buffer acquire(SharedCopy copy) {
    sharedBytes += copy.missingBytes();
    Buffer buffer = copy.acquire(device);
    acquired.add(copy);
    return buffer;
  }

  void declared(State state, String name) {
    declared.add(new Declared(state, name));
  }

  void add(Kernel kernel) {
    kernels.add(kernel);
  }

  /** Every kernel, in order. */
  List<Kernel> kernels() {
    return kernels;
  }

  long bytes() {
    return buffers.stream().mapToLong(Buffer::bytes).sum() + sharedBytes;
  }

  /** Frees kernels and memory; states stay, they are not the plan's. */
  @Override
  public void close() {
    kernels.forEach(Kernel::close);
    buffers.forEach(Buffer::close);
    acquired.forEach(SharedCopy::release);
  }

  /** Frees everything, as if nothing had been compiled. */
  void undo() {
    close();
    declared.forEach(each -> each.state().forget(each.name()));
  }
}
