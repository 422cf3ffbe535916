package dev.seisei.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;

import dev.seisei.engine.kernel.Kernel;
import dev.seisei.engine.memory.Buffer;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;

/** A recipe bound to memory, which it keeps reachable. */
final class RecipeKernel implements Kernel {
  /** Bytes of each argument that a calculation sees: what one byte buffer can hold. */
  private static final long MOST = 1 << 30;

  private final List<Buffer> keptReachable = new ArrayList<>();
  private final List<IntMemoryMap> maps = new ArrayList<>();
  private final Runnable[] steps;

  RecipeKernel(List<Recipe.Step> recipe, Memory memory) {
    steps = new Runnable[recipe.size()];
    boolean done = false;
    try {
      for (int i = 0; i < steps.length; i++) {
        Recipe.Step step = recipe.get(i);
        steps[i] = bind(step, memory);
      }
      done = true;
    } finally {
      if (!done) {
        maps.forEach(IntMemoryMap::close);
      }
    }
  }

  private Runnable bind(Recipe.Step step, Memory memory) {
    if (step instanceof Recipe.Run run) {
      return bind(run, memory);
    }
    return step instanceof Recipe.Calculate calculate
        ? bind(calculate, memory)
        : bind((Recipe.Transform) step, memory);
  }

  private Runnable bind(Recipe.Run run, Memory memory) {
    Primitive primitive = run.primitive();
    Map<Integer, Buffer> buffers = new HashMap<>();
    run.arguments().forEach((number, place) -> buffers.put(number, memory.at(place)));
    if (primitive.scratchBytes() > 0) {
      buffers.put(DNNL_ARG_SCRATCHPAD, memory.working(primitive.scratchBytes()));
    }
    keptReachable.addAll(buffers.values());
    primitive code = primitive.code();
    IntMemoryMap map = map(primitive, buffers);
    maps.add(map);
    return () -> code.execute(Dnnl.STREAM, map);
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

  private Runnable bind(Recipe.Calculate step, Memory memory) {
    FloatBuffer[] floats =
        views(step.arguments(), memory).map(ByteBuffer::asFloatBuffer).toArray(FloatBuffer[]::new);
    return () -> step.calculation().run(floats);
  }

  private Runnable bind(Recipe.Transform step, Memory memory) {
    ByteBuffer[] bytes = views(step.arguments(), memory).toArray(ByteBuffer[]::new);
    return () -> step.transformation().run(bytes);
  }

  private Stream<ByteBuffer> views(List<Place> places, Memory memory) {
    List<Buffer> buffers = places.stream().map(memory::at).toList();
    keptReachable.addAll(buffers);
    return buffers.stream()
        .map(buffer -> buffer.slice(0, Math.min(buffer.bytes(), MOST)).asByteBuffer());
  }

  @Override
  public void run() {
    for (Runnable step : steps) {
      step.run();
    }
  }

  @Override
  public void close() {
    maps.forEach(IntMemoryMap::close);
  }
}
