package dev.seisei.transformer.decoder;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.checkpoint.Home;
import dev.seisei.core.settings.Require;
import dev.seisei.core.settings.Settings;
import dev.seisei.core.train.TrainingFolder;
import dev.seisei.core.train.TrainingRun;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.text.tokenizer.Tokenizer;
import dev.seisei.text.tokenizer.Tokenizers;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What trainings of text begin with, whatever their model. */
public final class TrainingStart {
  private TrainingStart() {}

  /**
   * The tokenizer: that of the training that goes on, of the model that is started from, or a new
   * one.
   *
   * @param setting what {@link TextTokenizers} knows
   * @param from a model to start from; empty for none
   * @param train texts that a vocabulary is learned from
   * @param heldOut texts that characters are taken from, too
   */
  public static Tokenizer tokenizer(
      String family,
      TrainingRun<?, ?> run,
      String setting,
      String from,
      Supplier<List<String>> train,
      Supplier<List<String>> heldOut) {
    if (run.resume() && Checkpoint.isCheckpoint(run.folder())) {
      return Tokenizers.open(run.folder());
    }
    // What cannot be trained into is refused before a vocabulary is learned.
    TrainingFolder.open(family, run).close();
    return from.isEmpty()
        ? TextTokenizers.of(setting, train, heldOut)
        : Tokenizers.open(Home.find(from));
  }

  /**
   * The initial weights: random ones, or those of the model to start from.
   *
   * @param from the model; empty for none
   * @param functions of the model
   * @throws dev.seisei.core.settings.SettingException if it is of another configuration
   */
  public static Map<String, Tensor> weights(
      String family,
      Record config,
      String from,
      Map<String, Tensor> random,
      Supplier<Map<String, Graph>> functions) {
    if (from.isEmpty()) {
      return random;
    }
    Checkpoint checkpoint = Checkpoint.open(Home.find(from));
    boolean same =
        checkpoint.modelType().equals(family)
            && checkpoint.config().equals(Settings.values(config));
    Require.that(
        same,
        "start_from",
        "start_from must be a %s of the same configuration, got %s with %s %s"
            .formatted(family, from, checkpoint.modelType(), checkpoint.config()));
    return checkpoint.tensors(functions.get().values());
  }

  /** The names of what has two axes or more: weights of products, and tables. */
  public static Set<String> matrices(Map<String, Tensor> parameters) {
    Set<String> matrices = new HashSet<>();
    parameters.forEach(
        (name, tensor) -> {
          if (tensor.shape().length >= 2) {
            matrices.add(name);
          }
        });
    return matrices;
  }
}
