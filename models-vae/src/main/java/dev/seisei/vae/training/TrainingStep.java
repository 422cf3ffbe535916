package dev.seisei.vae.training;

import dev.seisei.core.train.ResumeState;
import dev.seisei.core.train.TrainingFolder.Saved;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.optim.Training;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.param.State;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.plan.Precision;
import dev.seisei.engine.samediff.GraphImport;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A compiled training step with what it changes: parameters, optimizer, random numbers, and a
 * moving average of the parameters.
 *
 * <p>Not thread-safe.
 */
public final class TrainingStep implements AutoCloseable {
  private static final String AVERAGE = "optimizer.average/";

  private final String loss;
  private final ParameterStore parameters;
  private final ParameterStore averaged;
  private final State state;
  private final Plan plan;

  /**
   * @param graph with the loss among its outputs
   * @param initial values of the parameters
   * @param seed of the random numbers
   * @param saved where to go on from
   * @param optimizer sets optimizer, schedule and average
   * @param batch size of the step's batch
   * @param precision in which products are computed
   */
  public TrainingStep(
      Graph graph,
      String loss,
      Map<String, Tensor> initial,
      long seed,
      Optional<Saved> saved,
      UnaryOperator<Training> optimizer,
      long batch,
      Precision precision,
      Device device) {
    this.loss = loss;
    parameters = ParameterStore.of(device, initial);
    averaged = ParameterStore.of(device, initial);
    state = new State(device);
    state.set(GraphImport.RANDOM_KEY, Tensor.of(new long[] {seed, 0}, 2));
    saved.ifPresent(from -> ResumeState.restore(from.state(), parameters, state));
    Training training = optimizer.apply(Training.of(graph, loss, parameters, state));
    plan =
        Plan.of(training.graph())
            .parameters(parameters)
            .state(state)
            .device(device)
            .precision(precision)
            .bind("batch", batch)
            .compile();
  }

  /** The plan, whose inputs take the batch. */
  public Plan plan() {
    return plan;
  }

  /** Takes a step over the batch in the plan's inputs, and returns its loss. */
  public double run() {
    plan.run();
    return plan.output(loss).getDouble(0);
  }

  /** The parameters as they are after the last step. */
  public ParameterStore parameters() {
    return parameters;
  }

  /** Overwrites a parameter, and its moving average if one is kept. */
  public void set(String name, Tensor value) {
    parameters.set(name, value);
    if (state.names().contains(AVERAGE + name)) {
      state.set(AVERAGE + name, value);
    }
  }

  /** The store that {@link #average} brings up to date. */
  public ParameterStore averaged() {
    return averaged;
  }

  /** Copies the moving average, or the parameters if none is kept, into {@link #averaged}. */
  public void average() {
    for (String name : parameters.names()) {
      boolean kept = state.names().contains(AVERAGE + name);
      averaged.set(name, kept ? state.get(AVERAGE + name) : parameters.get(name));
    }
  }

  /** Copies of the {@link #averaged} parameters. */
  public Map<String, Tensor> weights() {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    for (String name : averaged.names()) {
      Tensor source = averaged.get(name);
      Tensor copy = Tensor.zeros(Device.CPU, source.dtype(), source.shape());
      copy.copyFrom(source);
      weights.put(name, copy);
    }
    return weights;
  }

  /** What to save for a resume; the tensors share memory with this. */
  public Map<String, Tensor> resumeState() {
    return ResumeState.of(parameters, state);
  }

  @Override
  public void close() {
    plan.close();
    parameters.close();
    averaged.close();
    state.close();
  }
}
