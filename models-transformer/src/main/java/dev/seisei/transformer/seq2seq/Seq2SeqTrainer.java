package dev.seisei.transformer.seq2seq;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.PairDataset;
import dev.seisei.core.dataset.PairDataset.Pair;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.train.Journal;
import dev.seisei.core.train.Saves;
import dev.seisei.core.train.Trainer;
import dev.seisei.core.train.TrainingFolder;
import dev.seisei.core.train.TrainingFolder.Saved;
import dev.seisei.core.train.TrainingRun;
import dev.seisei.core.train.TrainingSave;
import dev.seisei.core.train.TrainingState;
import dev.seisei.core.train.TrainingStep;
import dev.seisei.engine.plan.Plan;
import dev.seisei.text.tokenizer.Tokenizer;
import dev.seisei.text.tokenizer.Tokenizers;
import dev.seisei.transformer.decoder.TrainingStart;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Trains an encoder-decoder Transformer on pairs of texts, with the right beginning of each target
 * given, and keeps the weights that predict the held-out targets best.
 */
final class Seq2SeqTrainer implements Trainer<Seq2SeqConfig, Seq2SeqTraining> {
  private static final int VALIDATION_ROWS = 64;

  @Override
  public Class<Seq2SeqTraining> settingsType() {
    return Seq2SeqTraining.class;
  }

  @Override
  public Seq2SeqConfig configure(Seq2SeqConfig config, Dataset data) {
    PairDataset.of(data, Seq2SeqFamily.ID);
    return config;
  }

  @Override
  public Map<String, Double> train(
      TrainingRun<Seq2SeqConfig, Seq2SeqTraining> asked, Progress progress) {
    Seq2SeqTraining settings = asked.settings();
    PairDataset data = PairDataset.of(asked.data(), Seq2SeqFamily.ID);
    Tokenizer tokenizer =
        TrainingStart.tokenizer(
            Seq2SeqFamily.ID,
            asked,
            settings.tokenizer(),
            settings.startFrom(),
            () -> texts(data.train()),
            () -> texts(data.heldOut()));
    TrainingRun<Seq2SeqConfig, Seq2SeqTraining> run =
        asked.withConfig(configured(asked.config(), tokenizer, data));
    Seq2SeqConfig config = run.config();
    PairBatches batches =
        PairBatches.of(config, tokenizer, data.train(), settings.batchSize(), run.seed());
    PairBatches heldOut = PairBatches.of(config, tokenizer, data.heldOut(), 1, run.seed());
    Seq2SeqFunctions.Objective objective =
        Seq2SeqFunctions.objective(
            config, settings.dropout(), settings.labelSmoothing(), run.seed());
    try (TrainingFolder folder = TrainingFolder.open(Seq2SeqFamily.ID, run)) {
      Optional<Saved> saved = folder.saved();
      int runs = settings.accumulate();
      long steps = run.stepsOr(Math.max(1, batches.perEpoch() / runs), settings.steps(), saved);
      Set<String> matrices = TrainingStart.matrices(objective.parameters());
      try (TrainingState training =
              new TrainingState(
                  saved.isEmpty()
                      ? TrainingStart.weights(
                          Seq2SeqFamily.ID,
                          config,
                          settings.startFrom(),
                          objective.parameters(),
                          () -> Seq2SeqFunctions.of(config))
                      : objective.parameters(),
                  Map.of(),
                  run.seed(),
                  saved,
                  run.device());
          TrainingStep optimization =
              new TrainingStep(
                  objective.graph(),
                  Seq2SeqFunctions.LOSS,
                  training,
                  settings.optimizer(steps, matrices::contains),
                  settings.effort());
          HeldOut validation = new HeldOut(config, training, heldOut, settings.validation())) {
        Journal journal = Journal.open(saved);
        Saves saves = new Saves(settings.saveSeconds());
        TrainingSave save =
            new TrainingSave(
                folder,
                training,
                journal,
                () -> Seq2SeqFunctions.of(config),
                steps,
                Tokenizers.files(tokenizer));
        if (saved.isEmpty()) {
          save.best(training.weights());
        }
        long step = saved.map(Saved::step).orElse(0L);
        while (step < steps && !progress.cancelled()) {
          long first = step * runs;
          double loss = optimization.run(i -> batches.fill(optimization.plan(), first + i));
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

  private static List<String> texts(List<Pair> pairs) {
    return pairs.stream().flatMap(pair -> Stream.of(pair.source(), pair.target())).toList();
  }

  /** With the vocabulary, and with room for the longest texts if none is said. */
  private static Seq2SeqConfig configured(
      Seq2SeqConfig config, Tokenizer tokenizer, PairDataset data) {
    int source = 1;
    int target = 1;
    if (config.maxSourceLength() == 0 || config.maxTargetLength() == 0) {
      for (List<Pair> part : List.of(data.train(), data.heldOut())) {
        for (Pair pair : part) {
          source = Math.max(source, tokenizer.encode(pair.source()).length + 1);
          target = Math.max(target, tokenizer.encode(pair.target()).length + 1);
        }
      }
    }
    return Vocabulary.configure(config, tokenizer, source, target);
  }

  /** The mean loss of the held-out targets' tokens, without smoothing. */
  private static final class HeldOut implements AutoCloseable {
    private final PairBatches pairs;
    private final int count;
    private final int rows;
    private final int length;
    private final Plan plan;

    HeldOut(Seq2SeqConfig config, TrainingState training, PairBatches pairs, int most) {
      this.pairs = pairs;
      this.count = most == 0 ? pairs.count() : Math.min(most, pairs.count());
      this.rows = Math.min(VALIDATION_ROWS, count);
      this.length = config.maxTargetLength();
      this.plan =
          Plan.of(Seq2SeqFunctions.score(config))
              .parameters(training.averaged())
              .device(training.device())
              .bind("batch", rows)
              .compile();
    }

    /** In nats a token. */
    double loss() {
      double sum = 0;
      long tokens = 0;
      for (int from = 0; from < count; from += rows) {
        tokens += pairs.fill(plan, rows, from, count);
        plan.run();
        FloatBuffer nats = plan.output(Seq2SeqFunctions.NATS).bytes().asFloatBuffer();
        for (int i = 0; i < rows * length; i++) {
          sum += nats.get(i);
        }
      }
      return sum / (double) tokens;
    }

    @Override
    public void close() {
      plan.close();
    }
  }
}
