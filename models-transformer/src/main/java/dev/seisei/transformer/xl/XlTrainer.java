package dev.seisei.transformer.xl;

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
import dev.seisei.engine.param.State;
import dev.seisei.engine.plan.Plan;
import dev.seisei.text.tokenizer.Tokenizer;
import dev.seisei.text.tokenizer.Tokenizers;
import dev.seisei.transformer.decoder.DecoderTraining;
import dev.seisei.transformer.decoder.TokenText;
import dev.seisei.transformer.decoder.TrainingStart;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Trains a Transformer-XL on streams of text, by AdamW. What is remembered is part of the
 * training's state, so that a resumed one goes on with it.
 */
final class XlTrainer implements Trainer<XlConfig, DecoderTraining> {
  /** Streams that the held-out text is cut into. */
  private static final int HELD_OUT_ROWS = 16;

  @Override
  public Class<DecoderTraining> settingsType() {
    return DecoderTraining.class;
  }

  @Override
  public XlConfig configure(XlConfig config, Dataset data) {
    TextDataset.of(data, XlFamily.ID);
    return config;
  }

  @Override
  public Map<String, Double> train(
      TrainingRun<XlConfig, DecoderTraining> asked, Progress progress) {
    DecoderTraining settings = asked.settings();
    int length = asked.config().tgtLen();
    Require.that(
        settings.context() == 0 || settings.context() == length,
        "context",
        "context must be left out, got %d; tgt_len and mem_len are what a segment sees"
            .formatted(settings.context()));
    TextDataset text = TextDataset.of(asked.data(), XlFamily.ID);
    Tokenizer tokenizer =
        TrainingStart.tokenizer(
            XlFamily.ID,
            asked,
            settings.tokenizer(),
            settings.startFrom(),
            () -> Stream.concat(text.train().stream(), text.heldOut().stream()).toList());
    TrainingRun<XlConfig, DecoderTraining> run =
        asked.withConfig(asked.config().withTokenizer(tokenizer));
    XlConfig config = run.config();
    XlStreams streams =
        new XlStreams(
            TokenText.encode(tokenizer, text.train()),
            settings.batchSize(),
            length,
            config.memLen(),
            run.seed());
    int[] heldOut = TokenText.encode(tokenizer, text.heldOut());
    Require.that(
        heldOut.length > length,
        "tgt_len",
        "tgt_len must be less than the %d tokens held out, got %d"
            .formatted(heldOut.length, length));
    XlFunctions.Objective objective = XlFunctions.objective(config, settings.dropout(), run.seed());
    try (TrainingFolder folder = TrainingFolder.open(XlFamily.ID, run)) {
      Optional<Saved> saved = folder.saved();
      int runs = settings.accumulate();
      long steps = run.stepsOr(Math.max(1, streams.perEpoch() / runs), settings.steps(), saved);
      Set<String> matrices = TrainingStart.matrices(objective.parameters());
      try (TrainingState training =
              new TrainingState(
                  saved.isEmpty()
                      ? TrainingStart.weights(
                          XlFamily.ID,
                          config,
                          settings.startFrom(),
                          objective.parameters(),
                          () -> XlFunctions.of(config))
                      : objective.parameters(),
                  Map.of(),
                  run.seed(),
                  saved,
                  run.device());
          TrainingStep optimization =
              new TrainingStep(
                  objective.graph(),
                  XlFunctions.LOSS,
                  training,
                  settings.optimizer(steps, matrices::contains),
                  settings.effort());
          State remembered = new State(run.device());
          HeldOut validation = new HeldOut(config, training, remembered, heldOut, settings)) {
        Journal journal = Journal.open(saved);
        Saves saves = new Saves(settings.saveSeconds());
        TrainingSave save =
            new TrainingSave(
                folder,
                training,
                journal,
                () -> XlFunctions.of(config),
                steps,
                Tokenizers.files(tokenizer));
        if (saved.isEmpty()) {
          save.best(training.weights());
        }
        long step = saved.map(Saved::step).orElse(0L);
        while (step < steps && !progress.cancelled()) {
          long first = step * runs;
          double loss = optimization.run(i -> streams.fill(optimization.plan(), first + i));
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

  /** The loss on the held-out text, of which each stream begins with nothing remembered. */
  private static final class HeldOut implements AutoCloseable {
    private final int[] tokens;
    private final int rows;
    private final int predicted;
    private final Plan plan;
    private final XlScorer scorer;

    HeldOut(
        XlConfig config,
        TrainingState training,
        State remembered,
        int[] tokens,
        DecoderTraining settings) {
      this.tokens = tokens;
      int length = config.tgtLen();
      int most = settings.validation() == 0 ? Integer.MAX_VALUE : settings.validation();
      rows = Math.max(1, Math.min(HELD_OUT_ROWS, Math.min(most, (tokens.length - 1) / length)));
      int segments = Math.max(1, Math.min(most / rows, (tokens.length - 1) / rows / length));
      predicted = segments * length;
      plan =
          Plan.of(XlFunctions.score(config))
              .parameters(training.averaged())
              .state(remembered)
              .device(training.device())
              .bind("batch", rows)
              .compile();
      scorer = new XlScorer(plan, rows, config);
    }

    /** The mean, in nats a token. */
    double loss() {
      return scorer.nats(tokens, predicted, Progress.SILENT) / ((double) rows * predicted);
    }

    @Override
    public void close() {
      plan.close();
    }
  }
}
