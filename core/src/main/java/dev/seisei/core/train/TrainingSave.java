package dev.seisei.core.train;

import dev.seisei.core.checkpoint.CheckpointWriter;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Saves a training of one network: its best weights with the functions they belong to, and what is
 * needed to go on.
 *
 * <p>Not thread-safe.
 */
public final class TrainingSave {
  private final TrainingFolder folder;
  private final TrainingState training;
  private final TrainingRecord journal;
  private final Supplier<Map<String, Graph>> functions;
  private final long steps;
  private final Map<String, byte[]> files;

  /** Weights that are not saved yet; empty if those in the folder are the best. */
  private Map<String, Tensor> best = Map.of();

  /**
   * @param functions of the model, to be saved with its weights
   * @param steps how many the training has
   */
  public TrainingSave(
      TrainingFolder folder,
      TrainingState training,
      TrainingRecord journal,
      Supplier<Map<String, Graph>> functions,
      long steps) {
    this(folder, training, journal, functions, steps, Map.of());
  }

  /**
   * As the other, of a model that has other files beside its weights.
   *
   * @param files their contents by name, such as a tokenizer's
   */
  public TrainingSave(
      TrainingFolder folder,
      TrainingState training,
      TrainingRecord journal,
      Supplier<Map<String, Graph>> functions,
      long steps,
      Map<String, byte[]> files) {
    this.folder = folder;
    this.training = training;
    this.journal = journal;
    this.functions = functions;
    this.steps = steps;
    this.files = Map.copyOf(files);
  }

  /** Notes the weights to save from now on. */
  public void best(Map<String, Tensor> weights) {
    best = weights;
  }

  /**
   * Saves everything.
   *
   * @param step how many are done
   * @return the numbers of the training
   */
  public Map<String, Double> at(long step) {
    Map<String, Double> numbers = new LinkedHashMap<>(journal.numbers());
    numbers.put(TrainingRun.STEPS, (double) steps);
    Map<String, Tensor> state = new LinkedHashMap<>(training.resumeState());
    state.putAll(journal.state());
    Map<String, Object> record = new LinkedHashMap<>(numbers);
    record.putAll(journal.words());
    CheckpointWriter writer = folder.save(step, record, journal.curve()).state(state);
    if (best.isEmpty()) {
      writer.keep("model.safetensors").keep("graphs.json");
    } else {
      writer.weights(best).graphs(functions.get());
    }
    files.forEach(writer::file);
    writer.commit();
    best = Map.of();
    numbers.put("step", (double) step);
    return numbers;
  }
}
