package dev.seisei.engine.optim;

import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;

/** What an optimizer remembers for each parameter, such as a momentum. */
public interface Slots {
  /** The value before this step; zeros at first. Of the parameters' type and shape. */
  Value read(String slot);

  /** As {@link #read(String)}, of a shape of its own; for rules that are not elementwise. */
  Value read(String slot, Shape shape);

  /** Gives a slot its value after this step. */
  void write(String slot, Value value);
}
