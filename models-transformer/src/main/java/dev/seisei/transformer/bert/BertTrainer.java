package dev.seisei.transformer.bert;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.checkpoint.Home;
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
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.text.tokenizer.Tokenizer;
import dev.seisei.text.tokenizer.Tokenizers;
import dev.seisei.transformer.decoder.DecoderTraining;
import dev.seisei.transformer.decoder.TokenText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Trains BERTs to guess hidden tokens, on text: by AdamW on random sequences, keeping the weights
 * that guess best in the held-out text, and the tokenizer.
 *
 * <p>Source: Devlin et al., 2018, arXiv 1810.04805, section 3.1. Differs from the paper: sequences
 * are stretches of the whole text, there is no next sentence to predict, and other tokens are
 * hidden each time, as in Liu et al., 2019, arXiv 1907.11692, sections 4.1 and 4.2.
 */
final class BertTrainer implements Trainer<BertConfig, BertTraining> {
  private final BertVariant variant;

  BertTrainer(BertVariant variant) {
    this.variant = variant;
  }

  @Override
  public Class<BertTraining> settingsType() {
    return BertTraining.class;
  }

  /** The vocabulary is filled in as the training begins, which makes or opens the tokenizer. */
  @Override
  public BertConfig configure(BertConfig config, Dataset data) {
    TextDataset.of(data, variant.id());
    return config;
  }

  @Override
  public Map<String, Double> train(TrainingRun<BertConfig, BertTraining> asked, Progress progress) {
    DecoderTraining settings = asked.settings().common();
    TextDataset text = TextDataset.of(asked.data(), variant.id());
    Tokenizer tokenizer = tokenizer(asked, text);
    TrainingRun<BertConfig, BertTraining> run =
        asked.withConfig(MaskedTokenizers.config(asked.config(), tokenizer));
    BertConfig config = run.config();
    int length = length(run);
    Masking masking =
        new Masking(
            tokenizer,
            MaskedTokenizers.mask(tokenizer),
            tokenizer.size(),
            length,
            run.settings().masked());
    MaskedWindows windows =
        new MaskedWindows(
            masking, TokenText.encode(tokenizer, text.train()), settings.batchSize(), run.seed());
    int[] heldOut = TokenText.encode(tokenizer, text.heldOut());
    MaskedWindows.requireEnough(masking, heldOut, "held out");
    BertNames names = names(settings);
    BertFunctions.Objective objective =
        BertFunctions.objective(
            config, names, length, masking.hidden(), settings.dropout(), run.seed());
    try (TrainingFolder folder = TrainingFolder.open(variant.id(), run)) {
      Optional<Saved> saved = folder.saved();
      int runs = settings.accumulate();
      long perEpoch = Math.max(1, windows.perEpoch() / runs);
      long steps = run.stepsOr(perEpoch, settings.steps(), saved);
      try (TrainingState training =
              new TrainingState(
                  saved.isEmpty() ? initial(objective, run) : objective.parameters(),
                  Map.of(),
                  run.seed(),
                  saved,
                  run.device());
          TrainingStep optimization =
              new TrainingStep(
                  objective.graph(),
                  BertFunctions.LOSS,
                  training,
                  settings.optimizer(steps, DecoderTraining.matrices(objective.parameters())),
                  settings.effort());
          MaskedHeldOut validation =
              new MaskedHeldOut(
                  BertFunctions.nats(config, names, length, masking.hidden()),
                  training.averaged(),
                  masking,
                  heldOut,
                  settings.validation(),
                  run.device())) {
        Journal journal = Journal.open(saved);
        Saves saves = new Saves(settings.saveSeconds());
        TrainingSave save =
            new TrainingSave(
                folder,
                training,
                journal,
                () -> BertFunctions.of(config, names, true),
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

  private Tokenizer tokenizer(TrainingRun<BertConfig, BertTraining> run, TextDataset text) {
    if (run.resume() && Checkpoint.isCheckpoint(run.folder())) {
      return BertFiles.tokenizer(run.folder());
    }
    // What cannot be trained into is refused before a vocabulary is learned.
    TrainingFolder.open(variant.id(), run).close();
    DecoderTraining settings = run.settings().common();
    return settings.startFrom().isEmpty()
        ? MaskedTokenizers.of(settings.tokenizer(), text)
        : BertFiles.tokenizer(Home.find(settings.startFrom()));
  }

  private int length(TrainingRun<BertConfig, BertTraining> run) {
    variant.requirePositions(run.config());
    int positions = variant.positions(run.config());
    int context = run.settings().common().context();
    Require.that(
        context <= positions,
        "context",
        "context must be at most the model's %d positions, got %d".formatted(positions, context));
    return context == 0 ? positions : context;
  }

  /** As the model to start from names its weights. */
  private BertNames names(DecoderTraining settings) {
    return settings.startFrom().isEmpty()
        ? BertNames.of(variant)
        : BertNames.of(variant, Checkpoint.open(Home.find(settings.startFrom())).weightNames());
  }

  /** Random weights, or those of the model to start from. */
  private Map<String, Tensor> initial(
      BertFunctions.Objective objective, TrainingRun<BertConfig, BertTraining> run) {
    String from = run.settings().common().startFrom();
    if (from.isEmpty()) {
      return objective.parameters();
    }
    Checkpoint checkpoint = Checkpoint.open(Home.find(from));
    Require.that(
        checkpoint.modelType().equals(variant.id())
            && BertFiles.config(checkpoint, variant).equals(run.config()),
        "start_from",
        "start_from must be a %s of the same configuration, got %s with %s %s"
            .formatted(variant.id(), from, checkpoint.modelType(), checkpoint.config()));
    try (ParameterStore weights =
        checkpoint.parameters(List.of(objective.graph()), BertNames::isNoWeight, run.device())) {
      Map<String, Tensor> copies = new TreeMap<>();
      weights.names().forEach(name -> copies.put(name, weights.get(name).copy()));
      return copies;
    }
  }
}
