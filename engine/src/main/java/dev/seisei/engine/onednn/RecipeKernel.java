package dev.seisei.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;

import dev.seisei.engine.kernel.Kernel;
import dev.seisei.engine.memory.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;

/** A recipe bound to memory, which it keeps reachable. */
final class RecipeKernel implements Kernel {
  private final primitive[] code;
  private final IntMemoryMap[] arguments;
  private final List<Buffer> keptReachable = new ArrayList<>();

  RecipeKernel(
      List<Recipe.Step> steps,
      long workingOffset,
      List<Buffer> inputs,
      List<Buffer> outputs,
      Buffer scratch) {
    code = new primitive[steps.size()];
    arguments = new IntMemoryMap[steps.size()];
    for (int i = 0; i < steps.size(); i++) {
      Primitive primitive = steps.get(i).primitive();
      Map<Integer, Buffer> buffers = new HashMap<>();
      steps
          .get(i)
          .arguments()
          .forEach((number, place) -> buffers.put(number, find(place, inputs, outputs, scratch)));
      if (primitive.scratchBytes() > 0) {
        buffers.put(DNNL_ARG_SCRATCHPAD, scratch.slice(workingOffset, primitive.scratchBytes()));
      }
      keptReachable.addAll(buffers.values());
      code[i] = primitive.code();
      arguments[i] = map(primitive, buffers);
    }
  }

  private static Buffer find(
      Place place, List<Buffer> inputs, List<Buffer> outputs, Buffer scratch) {
    int index = (int) place.index();
    Buffer whole =
        switch (place.kind()) {
          case INPUT -> inputs.get(index);
          case OUTPUT -> outputs.get(index);
          case TEMPORARY -> scratch;
          case ONES -> Fills.ONES.atLeast(place.index());
          case ZEROS -> Fills.ZEROS.atLeast(place.index());
        };
    return whole.slice(place.offset(), whole.bytes() - place.offset());
  }

  private static IntMemoryMap map(Primitive primitive, Map<Integer, Buffer> buffers) {
    return Dnnl.scoped(
        () -> {
          // The map shares ownership of the memory objects put into it.
          IntMemoryMap map = Dnnl.keep(new IntMemoryMap());
          buffers.forEach(
              (number, buffer) ->
                  map.put(
                      number, new memory(primitive.layout(number), Dnnl.ENGINE, buffer.pointer())));
          return map;
        });
  }

  @Override
  public void run() {
    for (int i = 0; i < code.length; i++) {
      code[i].execute(Dnnl.STREAM, arguments[i]);
    }
  }

  @Override
  public void close() {
    for (IntMemoryMap map : arguments) {
      map.close();
    }
  }
}
