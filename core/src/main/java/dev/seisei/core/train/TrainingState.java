package dev.seisei.core.train;

import dev.seisei.core.train.TrainingFolder.Saved;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.param.State;
import dev.seisei.engine.samediff.GraphImport;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a training changes: parameters, and the state beside them (optimizers, statistics, random
 * numbers, moving averages of the parameters). Several {@linkplain TrainingStep steps} may share
 * it, as those of two networks that are trained against each other do.
 *
 * <p>Not thread-safe.
 */
public final class TrainingState implements AutoCloseable {
  /** The name of the only optimizer of a training that has one. */
  public static final String OPTIMIZER = "optimizer";

  private static final String AVERAGE = ".average/";

  private final Device device;
  private final ParameterStore parameters;
  private final ParameterStore averaged;
  private final State state;

  /** The states that are part of the model, such as running statistics. */
  private final Set<String> statistics;

  /**
   * @param initial values of the parameters
   * @param states initial values of the states that the graphs declare, such as running statistics
   * @param seed of the random numbers
   * @param saved where to go on from
   */
  public TrainingState(
      Map<String, Tensor> initial,
      Map<String, Tensor> states,
      long seed,
      Optional<Saved> saved,
      Device device) {
    this.device = device;
    parameters = ParameterStore.of(device, initial);
    averaged = ParameterStore.of(device, initial);
    state = new State(device);
    statistics = Set.copyOf(states.keySet());
    states.forEach(state::set);
    state.set(GraphImport.RANDOM_KEY, Tensor.of(new long[] {seed, 0}, 2));
    saved.ifPresent(from -> ResumeState.restore(from.state(), parameters, state));
  }

  public Device device() {
    return device;
  }

  /** The parameters as they are after the last step. */
  public ParameterStore parameters() {
    return parameters;
  }

  public State state() {
    return state;
  }

  /** Overwrites a parameter, and its moving averages if some are kept. */
  public void set(String name, Tensor value) {
    parameters.set(name, value);
    for (String each : state.names()) {
      if (each.endsWith(AVERAGE + name)) {
        state.set(each, value);
      }
    }
  }

  /**
   * Lets an optimizer begin anew, with all that it remembers set to zeros.
   *
   * @param optimizer its name
   */
  public void restart(String optimizer) {
    for (String name : state.names()) {
      if (name.startsWith(optimizer + ".")) {
        Tensor remembered = state.get(name);
        try (Tensor zeros = Tensor.zeros(device, remembered.dtype(), remembered.shape())) {
          remembered.copyFrom(zeros);
        }
      }
    }
  }

  /** The store that {@link #average} brings up to date. */
  public ParameterStore averaged() {
    return averaged;
  }

  /**
   * Copies the moving averages, or the parameters where none are kept, into {@link #averaged}.
   *
   * @param optimizer that keeps them
   * @param trained whether it trains a parameter; of the others, whose averages it has too and
   *     never changes, the parameters are copied
   */
  public void average(String optimizer, Predicate<String> trained) {
    for (String name : parameters.names()) {
      String average = optimizer + AVERAGE + name;
      boolean kept = trained.test(name) && state.names().contains(average);
      averaged.set(name, kept ? state.get(average) : parameters.get(name));
    }
  }

  /** {@link #average(String, Predicate)} of the only optimizer, which trains all. */
  public void average() {
    average(OPTIMIZER, name -> true);
  }

  /** Copies of the {@link #averaged} parameters, and of the states that the graphs declare. */
  public Map<String, Tensor> weights() {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    statistics.forEach(name -> weights.put(name, state.get(name).copy()));
    for (String name : averaged.names()) {
      weights.put(name, averaged.get(name).copy());
    }
    return weights;
  }

  /** What to save for a resume; the tensors share memory with this. */
  public Map<String, Tensor> resumeState() {
    return ResumeState.of(parameters, state);
  }

  @Override
  public void close() {
    parameters.close();
    averaged.close();
    state.close();
  }
}
