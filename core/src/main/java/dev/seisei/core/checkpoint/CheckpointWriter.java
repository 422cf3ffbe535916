package dev.seisei.core.checkpoint;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Tensor;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes a checkpoint whole or not at all: into a new folder beside the old one, synced to disk,
 * then renamed. A killed process leaves the old checkpoint or the new one.
 *
 * <p>Used once.
 */
public final class CheckpointWriter {
  private CheckpointWriter() {}

  /** Starts a checkpoint for a folder, which need not exist. */
  public static CheckpointWriter to(Path folder) {
    throw new UnsupportedOperationException();
  }

  /** The configuration: {@code config.json}. */
  public CheckpointWriter config(String modelType, Record config) {
    throw new UnsupportedOperationException();
  }

  /** The weights: {@code model.safetensors}. */
  public CheckpointWriter weights(Map<String, Tensor> tensors) {
    throw new UnsupportedOperationException();
  }

  /** The functions: {@code graphs.json}. */
  public CheckpointWriter graphs(Map<String, Graph> graphs) {
    throw new UnsupportedOperationException();
  }

  /** What to go on training with: {@code state.safetensors}. */
  public CheckpointWriter state(Map<String, Tensor> tensors) {
    throw new UnsupportedOperationException();
  }

  /** How it was trained: {@code training.json}. */
  public CheckpointWriter training(Map<String, ?> record) {
    throw new UnsupportedOperationException();
  }

  /** The model card: {@code README.md}. */
  public CheckpointWriter card(ModelCard card) {
    throw new UnsupportedOperationException();
  }

  /** Another file, such as a loss curve. */
  public CheckpointWriter file(String name, byte[] content) {
    throw new UnsupportedOperationException();
  }

  /**
   * Keeps a file of the old checkpoint as it is (linked where the file system can), if it has it.
   */
  public CheckpointWriter keep(String name) {
    throw new UnsupportedOperationException();
  }

  /**
   * Puts the new checkpoint in the place of the old one.
   *
   * @throws java.io.UncheckedIOException if that cannot be done (permissions, a full disk), saying
   *     where and why; the old checkpoint is as it was, and nothing is left beside it
   */
  public void commit() {
    throw new UnsupportedOperationException();
  }
}
