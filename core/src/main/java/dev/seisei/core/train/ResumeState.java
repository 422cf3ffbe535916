package dev.seisei.core.train;

import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.param.State;
import java.util.LinkedHashMap;
import java.util.Map;

/** Parameters and states of a training as tensors by name, to be saved and to go on from. */
public final class ResumeState {
  private static final String PARAMETER = "parameter/";
  private static final String STATE = "state/";

  private ResumeState() {}

  /** All parameters and states; the tensors share their memory. */
  public static Map<String, Tensor> of(ParameterStore parameters, State state) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    parameters.names().forEach(name -> tensors.put(PARAMETER + name, parameters.get(name)));
    state.names().forEach(name -> tensors.put(STATE + name, state.get(name)));
    return tensors;
  }

  /**
   * Puts back what {@link #of} gave. Must come before the training step is built, which lays out
   * its states beside those that are there.
   *
   * @throws IllegalArgumentException if a parameter is missing or has another shape
   */
  public static void restore(Map<String, Tensor> tensors, ParameterStore parameters, State state) {
    for (String name : parameters.names()) {
      Tensor saved = tensors.get(PARAMETER + name);
      if (saved == null) {
        throw new IllegalArgumentException("state.safetensors has no " + PARAMETER + name);
      }
      parameters.set(name, saved);
    }
    tensors.forEach(
        (name, tensor) -> {
          if (name.startsWith(STATE)) {
            state.set(name.substring(STATE.length()), tensor);
          }
        });
  }
}
