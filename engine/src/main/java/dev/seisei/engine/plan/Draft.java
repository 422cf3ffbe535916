package dev.seisei.engine.plan;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.kernel.KernelProvider;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.param.SharedCopy;
import dev.seisei.engine.param.State;
import java.util.List;
import java.util.Map;

/** A plan before anything is allocated: kernels are chosen, and how much memory they need. */
final class Draft {
  private final Leaves leaves;
  private final List<Task> tasks;
  private final Map<String, Placement> results;
  private final List<Root> temporary;
  private final List<Root> kept;
  private final Arena arena;
  private final Peak peak;
  private final int recomputed;
  private final MemoryUse memory;

  /**
   * @param graph bound and expanded
   * @param recomputed how many of its operations compute a second time what others do
   */
  Draft(
      Graph graph,
      Precision precision,
      List<KernelProvider> providers,
      ParameterStore store,
      State state,
      int recomputed) {
    leaves = new Leaves(graph, store, state);
    Lowering lowering =
        new Lowering(graph, precision, providers, store, leaves.places(), leaves.stores());
    tasks = lowering.tasks();
    results = lowering.results();
    temporary = lowering.roots().stream().filter(Root::isTemporary).toList();
    kept =
        lowering.roots().stream().filter(root -> !root.isTemporary() && !root.isGiven()).toList();
    arena = new Arena(temporary);
    peak = new Peak(temporary, tasks);
    this.recomputed = recomputed;
    memory = use();
  }

  List<Task> tasks() {
    return tasks;
  }

  /** Where the results lie, by name. */
  Map<String, Placement> results() {
    return results;
  }

  Leaves leaves() {
    return leaves;
  }

  Peak peak() {
    return peak;
  }

  /** What it needs now, before anything is allocated for it. */
  MemoryUse memory() {
    return memory;
  }

  private MemoryUse use() {
    return new MemoryUse(
        arena.bytes(),
        peak.bytes(),
        peak.kernel(),
        kept.stream().mapToLong(Draft::missingBytes).sum(),
        leaves.plannedBytes(),
        scratchBytes(),
        leaves.stateBytes(),
        leaves.parameterBytes(),
        recomputed);
  }

  private static long missingBytes(Root root) {
    SharedCopy shared = root.shared();
    return shared == null ? root.bytes : shared.missingBytes();
  }

  long scratchBytes() {
    return tasks.stream().mapToLong(task -> task.proposal().scratchBytes()).max().orElse(0);
  }

  /** Finds the temporary and the kept values their places. */
  void allocate(Owned owned) {
    var block = owned.allocate(arena.bytes());
    temporary.forEach(root -> root.place(block.slice(arena.offset(root), root.bytes)));
    for (Root root : kept) {
      SharedCopy shared = root.shared();
      if (shared == null) {
        owned.allocate(root);
      } else {
        root.place(owned.acquire(shared));
      }
    }
  }
}
