package dev.seisei.core.train;

import dev.seisei.engine.memory.Tensor;
import java.util.Map;

/** What a training writes down, to be saved with it: a {@link Journal}, or one of its own kind. */
public interface TrainingRecord {
  /** What {@code training.json} says of it in numbers, seconds of training among them. */
  Map<String, Double> numbers();

  /** What {@code training.json} says of it in words. */
  default Map<String, String> words() {
    return Map.of();
  }

  /** How its losses went. */
  Curve curve();

  /** What to save for a resume beside {@link #numbers} and {@link #curve}. */
  Map<String, Tensor> state();
}
