package dev.seisei.engine.kernel;

import dev.seisei.engine.graph.Op;
import dev.seisei.engine.graph.TensorType;
import java.util.List;

/** What the planner itself asks of providers: moving elements, not computing them. */
public enum Move implements Op {
  /** The same elements in another layout. */
  CONVERT,
  /** Zeros. */
  CLEAR;

  @Override
  public String opName() {
    return this == CONVERT ? "convert" : "clear";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    return inputs;
  }
}
