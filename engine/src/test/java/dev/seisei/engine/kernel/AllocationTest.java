package dev.seisei.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import dev.seisei.engine.jvm.JvmProvider;
import dev.seisei.engine.kernel.KernelExamples.Example;
import dev.seisei.engine.kernel.Rig.Lay;
import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A kernel in plain Java makes no garbage, however often it runs. */
class AllocationTest {
  private static final int RUNS = 200;

  @Test
  void plainJavaKernelsAllocateNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    KernelProvider provider = new JvmProvider();
    Map<String, Long> allocating = new TreeMap<>();
    for (Example example : KernelExamples.all()) {
      Request request = Rig.request(example.op(), Lay.DENSE, Lay.DENSE, example.tensors());
      Proposal proposal = provider.propose(request);
      if (proposal == null || request.out().strided().elements() > 100) {
        continue;
      }
      List<Buffer> in = example.inputs().stream().map(Tensor::buffer).toList();
      Buffer out = Device.CPU.allocate(request.out().layout().span());
      try (Kernel kernel = proposal.binder().bind(in, List.of(out), Device.CPU.allocate(0))) {
        kernel.run();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < RUNS; i++) {
          kernel.run();
        }
        long bytes = (threads.getCurrentThreadAllocatedBytes() - before) / RUNS;
        if (bytes > 0) {
          allocating.merge(example.op().opName(), bytes, Math::max);
        }
      }
    }
    assertEquals(Map.of(), allocating);
  }
}
