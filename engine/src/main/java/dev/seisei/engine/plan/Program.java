package dev.seisei.engine.plan;

import dev.seisei.engine.kernel.Kernel;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.param.State;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What compilation leaves behind.
 *
 * @param tasks every kernel, in order
 * @param owned the same kernels over their memory, to free in the end
 * @param ownState state that no other plan shares, to free in the end
 */
record Program(
    List<Task> tasks,
    Map<String, Tensor> inputs,
    Map<String, Tensor> outputs,
    boolean updatesParameters,
    MemoryUse memory,
    Owned owned,
    @Nullable State ownState)
    implements AutoCloseable {

  Kernel[] kernels(Root.Stage stage) {
    return IntStream.range(0, tasks.size())
        .filter(i -> tasks.get(i).stage() == stage)
        .mapToObj(owned.kernels()::get)
        .toArray(Kernel[]::new);
  }

  List<Task> tasks(Root.Stage stage) {
    return tasks.stream().filter(task -> task.stage() == stage).toList();
  }

  Map<String, Long> kernelsByProvider() {
    return tasks(Root.Stage.RUN).stream()
        .collect(Collectors.groupingBy(Task::provider, TreeMap::new, Collectors.counting()));
  }

  long bytes() {
    return owned.bytes();
  }

  @Override
  public void close() {
    owned.close();
    if (ownState != null) {
      ownState.close();
    }
  }
}
