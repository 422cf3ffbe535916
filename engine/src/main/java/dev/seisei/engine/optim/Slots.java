package dev.seisei.engine.optim;

import dev.seisei.engine.graph.Value;

/** What an optimizer remembers for each parameter, such as a momentum. */
public interface Slots {
  /** The value before this step; zeros at first. Of the parameters' type and shape. */
  Value read(String slot);

  /** Gives a slot its value after this step. */
  void write(String slot, Value value);
}
