package dev.seisei.engine.plan;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.kernel.Kernel;
import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.memory.ByteSize;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.MemoryLimitException;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.param.State;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a draft into a program over memory, or into an error that leaves nothing behind. */
final class Compilation {
  private Compilation() {}

  /**
   * @param graph what the draft is of
   * @param store what the parameters lie in
   * @param ownState the state, if no other plan shares it
   * @throws MemoryLimitException if it needs more memory than may be allocated
   */
  static Program run(
      Draft draft, Graph graph, Device device, ParameterStore store, @Nullable State ownState) {
    check(draft, device);
    Owned owned = new Owned(device);
    try {
      Map<String, Tensor> inputs = draft.leaves().allocate(owned);
      draft.allocate(owned);
      Buffer scratch = owned.allocate(draft.scratchBytes());
      draft.tasks().forEach(task -> owned.add(task.bind(scratch, store)));
      Map<String, Tensor> outputs = new LinkedHashMap<>();
      draft
          .results()
          .forEach((name, place) -> outputs.put(name, tensor(place, graph.outputs().get(name))));
      Program program =
          new Program(
              draft.tasks(),
              inputs,
              outputs,
              draft.leaves().training(),
              draft.memory(),
              owned,
              ownState);
      for (Kernel kernel : program.kernels(Root.Stage.CONSTANT)) {
        kernel.run();
      }
      return program;
    } catch (RuntimeException | Error e) {
      owned.undo();
      throw e;
    }
  }

  private static void check(Draft draft, Device device) {
    MemoryUse use = draft.memory();
    long needed = use.total() + draft.leaves().newStateBytes();
    if (device.fits(needed)) {
      return;
    }
    long used = device.allocatedBytes();
    throw new MemoryLimitException(
        "this plan needs "
            + ByteSize.show(needed)
            + ", and "
            + ByteSize.show(used)
            + " of the "
            + ByteSize.show(device.memoryLimit())
            + " that the engine may use are in use. It is "
            + use
            + ". The largest values at its peak: "
            + draft.peak().largest()
            + ". Take a smaller batch, Precision.BF16 or a memoryBudget, which computes activations"
            + " twice; close other plans; or raise the limit: "
            + Device.HOW_TO_RAISE_LIMIT,
        device,
        needed,
        used,
        device.memoryLimit());
  }

  private static Tensor tensor(Placement place, @Nullable Value value) {
    if (value == null) {
      throw new IllegalStateException("an output without a value");
    }
    long[] shape = value.shape().toLongs();
    DType dtype = value.type().dtype();
    return Tensor.view(
        place.root().buffer().slice(place.offset(), ByteSize.of(dtype, shape)), dtype, shape);
  }
}
