package dev.seisei.transformer.decoder;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.TextDataset;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.settings.Require;
import dev.seisei.core.train.Journal;
import dev.seisei.core.train.Saves;
import dev.seisei.core.train.Trainer;
import dev.seisei.core.train.TrainingFolder;
import dev.seisei.core.train.TrainingFolder.Saved;
import dev.seisei.core.train.TrainingRun;
import dev.seisei.core.train.TrainingSave;
import dev.seisei.core.train.TrainingState;
import dev.seisei.core.train.TrainingStep;
import dev.seisei.text.tokenizer.Tokenizer;
import dev.seisei.text.tokenizer.Tokenizers;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Trains models of any architecture that predicts the next token, on text: by AdamW on random
 * sequences, keeping the weights that predict the held-out text best, and the tokenizer.
 *
 * @param <C> the record of the architecture's configuration
 */
public final class DecoderTrainer<C extends Record> implements Trainer<C, DecoderTraining> {
  private final String family;
  private final DecoderGraph<C> architecture;

  /**
   * @param family the id of the family that the architecture is of
   */
  public DecoderTrainer(String family, DecoderGraph<C> architecture) {
    this.family = family;
    this.architecture = architecture;
  }

  @Override
  public Class<DecoderTraining> settingsType() {
    return DecoderTraining.class;
  }

  /** The vocabulary is filled in as the training begins, which makes or opens the tokenizer. */
  @Override
  public C configure(C config, Dataset data) {
    TextDataset.of(data, family);
    return config;
  }

  @Override
  public Map<String, Double> train(TrainingRun<C, DecoderTraining> asked, Progress progress) {
    DecoderTraining settings = asked.settings();
    TextDataset text = TextDataset.of(asked.data(), family);
    Tokenizer tokenizer =
        TrainingStart.tokenizer(
            family, asked, settings.tokenizer(), settings.startFrom(), text::train, text::heldOut);
    TrainingRun<C, DecoderTraining> run =
        asked.withConfig(architecture.withTokenizer(asked.config(), tokenizer));
    int length = length(run);
    TokenWindows windows =
        new TokenWindows(
            TokenText.encode(tokenizer, text.train()), settings.batchSize(), length, run.seed());
    int[] heldOut = TokenText.encode(tokenizer, text.heldOut());
    TokenWindows.requireLonger(heldOut, length, "held out");
    DecoderFunctions.Objective objective =
        DecoderFunctions.objective(
            architecture, run.config(), length, settings.dropout(), run.seed());
    try (TrainingFolder folder = TrainingFolder.open(family, run)) {
      Optional<Saved> saved = folder.saved();
      int runs = settings.accumulate();
      long perEpoch = Math.max(1, windows.perEpoch() / runs);
      long steps = run.stepsOr(perEpoch, settings.steps(), saved);
      Set<String> matrices = TrainingStart.matrices(objective.parameters());
      try (TrainingState training =
              new TrainingState(
                  saved.isEmpty()
                      ? TrainingStart.weights(
                          family,
                          run.config(),
                          settings.startFrom(),
                          objective.parameters(),
                          () -> DecoderFunctions.of(architecture, run.config()))
                      : objective.parameters(),
                  Map.of(),
                  run.seed(),
                  saved,
                  run.device());
          TrainingStep optimization =
              new TrainingStep(
                  objective.graph(),
                  DecoderFunctions.LOSS,
                  training,
                  settings.optimizer(steps, matrices::contains),
                  settings.effort());
          HeldOut validation =
              new HeldOut(
                  DecoderFunctions.score(architecture, run.config(), length),
                  training.averaged(),
                  heldOut,
                  length,
                  settings.validation(),
                  run.device())) {
        Journal journal = Journal.open(saved);
        Saves saves = new Saves(settings.saveSeconds());
        TrainingSave save =
            new TrainingSave(
                folder,
                training,
                journal,
                () -> DecoderFunctions.of(architecture, run.config()),
                steps,
                Tokenizers.files(tokenizer));
        if (saved.isEmpty()) {
          save.best(training.weights());
        }
        long step = saved.map(Saved::step).orElse(0L);
        while (step < steps && !progress.cancelled()) {
          long first = step * runs;
          double loss = optimization.run(i -> windows.fill(optimization.plan(), first + i));
          journal.step(++step, loss);
          if (step % settings.reportEvery() == 0 || step == steps) {
            training.average();
            if (journal.report(step, validation.loss())) {
              save.best(training.weights());
            }
          }
          progress.at(step, steps, journal.summary());
          if (saves.due()) {
            save.at(step);
            saves.done();
          }
        }
        return save.at(step);
      }
    }
  }

  private int length(TrainingRun<C, DecoderTraining> run) {
    int positions = architecture.shape(run.config()).positions();
    int length = run.settings().context() == 0 ? positions : run.settings().context();
    Require.that(
        length <= positions,
        "context",
        "context must be at most the model's %d positions, got %d".formatted(positions, length));
    return length;
  }
}
