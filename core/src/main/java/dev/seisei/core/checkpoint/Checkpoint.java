package dev.seisei.core.checkpoint;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.param.ParameterStore;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * A trained model in a folder, laid out as Hugging Face does: {@code config.json}, {@code
 * model.safetensors}, {@code README.md} (the card), {@code training.json}, {@code graphs.json} (the
 * functions it computes, so that it opens without SameDiff) and {@code state.safetensors} (to go on
 * training).
 *
 * <p>Immutable; files are read when they are asked for, and are hostile until checked.
 */
public final class Checkpoint {
  private Checkpoint() {}

  /**
   * Opens a checkpoint; reads its configuration only. Completes a save that was interrupted between
   * its last two steps.
   *
   * @throws IllegalArgumentException if the folder holds none, or its configuration is not readable
   */
  public static Checkpoint open(Path folder) {
    throw new UnsupportedOperationException();
  }

  /** Whether the folder holds a checkpoint. */
  public static boolean isCheckpoint(Path folder) {
    throw new UnsupportedOperationException();
  }

  public Path folder() {
    throw new UnsupportedOperationException();
  }

  /** The folder's name. */
  public String name() {
    throw new UnsupportedOperationException();
  }

  /** The id of the family. */
  public String modelType() {
    throw new UnsupportedOperationException();
  }

  /** The configuration, without {@code model_type}. */
  public Map<String, Object> config() {
    throw new UnsupportedOperationException();
  }

  /**
   * The configuration.
   *
   * @throws IllegalArgumentException naming the file and the field that is not as it must be
   */
  public <C extends Record> C config(Class<C> type) {
    throw new UnsupportedOperationException();
  }

  /** The functions that were saved with the model, by name; empty if there are none. */
  public Map<String, Graph> graphs() {
    throw new UnsupportedOperationException();
  }

  /**
   * The weights that some graphs read, in single precision.
   *
   * @throws IllegalArgumentException if weights are missing, have another shape, or are left over;
   *     all are named together
   */
  public ParameterStore parameters(Collection<Graph> graphs, Device device) {
    throw new UnsupportedOperationException();
  }

  /** The tensors to go on training with, copies; empty if there are none. */
  public Optional<Map<String, Tensor>> state() {
    throw new UnsupportedOperationException();
  }

  /** How it was trained, flat, as in {@code training.json}; empty if that is not known. */
  public Map<String, Object> training() {
    throw new UnsupportedOperationException();
  }

  /** The model card. */
  public ModelCard card() {
    throw new UnsupportedOperationException();
  }
}
