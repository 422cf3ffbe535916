package dev.seisei.data.image;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.param.State;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.samediff.GraphImport;
import java.util.ArrayList;
import java.util.List;

/**
 * The loss on the images held out, with the same noise every time, so that two validations differ
 * by the weights alone.
 */
public final class Validation implements AutoCloseable {
  private static final int SIZE = 500;

  private final ImageBatches batches;
  private final State state = new State();
  private final List<Plan> plans = new ArrayList<>();
  private final List<Integer> sizes = new ArrayList<>();
  private final String loss;

  /**
   * @param graph without updates of parameters
   * @param loss its output, a mean over the batch
   */
  public Validation(
      Graph graph, String loss, ParameterStore parameters, ImageBatches batches, Device device) {
    this.batches = batches;
    this.loss = loss;
    int rest = batches.heldOut() % SIZE;
    for (int size : new int[] {Math.min(SIZE, batches.heldOut() - rest), rest}) {
      if (size > 0) {
        sizes.add(size);
        plans.add(
            Plan.of(graph)
                .parameters(parameters)
                .state(state)
                .device(device)
                .bind("batch", size)
                .compile());
      }
    }
  }

  /** The mean of the loss over the images held out. */
  public double loss() {
    if (state.names().contains(GraphImport.RANDOM_KEY)) {
      state.set(GraphImport.RANDOM_KEY, Tensor.of(new long[] {-1, 0}, 2));
    }
    double sum = 0;
    int done = 0;
    for (int i = 0; i < plans.size(); i++) {
      int size = sizes.get(i);
      int until = i == plans.size() - 1 ? batches.heldOut() : batches.heldOut() - sizes.get(i + 1);
      for (; done < until; done += size) {
        batches.fillHeldOut(plans.get(i), done, size);
        plans.get(i).run();
        sum += size * plans.get(i).output(loss).getDouble(0);
      }
    }
    return sum / done;
  }

  @Override
  public void close() {
    plans.forEach(Plan::close);
    state.close();
  }
}
