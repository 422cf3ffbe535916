package dev.seisei.vae.vq;

import dev.seisei.core.settings.Require;
import dev.seisei.core.train.Journal;
import dev.seisei.core.train.TrainingFolder;
import dev.seisei.core.train.TrainingFolder.Saved;
import dev.seisei.core.train.TrainingRun;
import dev.seisei.core.train.TrainingState;
import dev.seisei.engine.memory.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How far a training in two stages has come. Steps are counted over both; each has its own lowest
 * validation loss, for their losses are not comparable.
 *
 * <p>Not thread-safe.
 */
final class VqCourse {
  private static final String STEPS = "steps";
  private static final String AUTOENCODER_STEPS = "autoencoder_steps";
  private static final String STAGE = "stage";

  /** Before the names of what the first stage came to, in the record of the second. */
  private static final String FIRST = "autoencoder_";

  private final long autoencoderSteps;
  private final long steps;
  private final Map<String, Double> firstStage = new LinkedHashMap<>();
  private int stage;
  private long step;
  private Journal journal;
  private Map<String, Tensor> best;

  /**
   * @param perEpoch steps of a pass over the images
   * @param weights to begin with, all of both stages: the best ones if there is something saved
   */
  VqCourse(
      TrainingRun<VqConfig, VqTraining> run,
      long perEpoch,
      Optional<Saved> saved,
      Map<String, Tensor> weights) {
    int epochs = run.settings().epochs();
    int all = epochs + run.settings().priorEpochs();
    long usual = saved.map(from -> (long) from.number(STEPS)).orElse(all * perEpoch);
    long asked = run.length().inSteps(perEpoch, usual);
    Require.that(asked >= 2, "steps", "steps must be >= 2, one for each stage, got " + asked);
    this.stage = saved.map(from -> (int) from.number(STAGE)).orElse(1);
    if (stage == 1) {
      this.autoencoderSteps = Math.min(asked - 1, (long) Math.ceil((double) asked * epochs / all));
    } else {
      // A stage that has ended is not made longer.
      this.autoencoderSteps = saved.map(from -> (long) from.number(AUTOENCODER_STEPS)).orElse(0L);
      saved.ifPresent(from -> copyFirstStage(from.record()));
    }
    this.steps = Math.max(asked, autoencoderSteps + 1);
    this.step = saved.map(Saved::step).orElse(0L);
    this.journal = Journal.open(saved);
    this.best = weights;
  }

  private void copyFirstStage(Map<String, Object> record) {
    record.forEach(
        (name, value) -> {
          if (name.startsWith(FIRST + "best_") && value instanceof Number number) {
            firstStage.put(name, number.doubleValue());
          }
        });
  }

  /** 1 or 2. */
  int stage() {
    return stage;
  }

  /** Steps that are done. */
  long step() {
    return step;
  }

  /** The step at which this stage ends. */
  long end() {
    return stage == 1 ? autoencoderSteps : steps;
  }

  /** Steps of this stage, those that are done included. */
  long length() {
    return stage == 1 ? autoencoderSteps : steps - autoencoderSteps;
  }

  /** Steps of both stages. */
  long steps() {
    return steps;
  }

  /** The weights of this stage's lowest validation loss; before that, those it begins with. */
  Map<String, Tensor> best() {
    return best;
  }

  /** The losses so far in a few words. */
  String summary() {
    return (stage == 1 ? "autoencoder: " : "prior: ") + journal.summary();
  }

  /** Goes from the first stage to the second. */
  void beginPrior() {
    journal
        .numbers()
        .forEach(
            (name, value) -> {
              if (name.startsWith("best_")) {
                firstStage.put(FIRST + name, value);
              }
            });
    // The curve and the time go on; the lowest validation loss is looked for anew.
    journal =
        Journal.open(
            Optional.of(
                new Saved(step, Map.of(), journal.curve(), Map.of("seconds", journal.seconds()))));
    stage = 2;
  }

  /**
   * Whether unused codes restart before the next step: never in the second half of the first stage,
   * so that they settle.
   */
  boolean restarts(int every) {
    return stage == 1 && step % every == 0 && step < autoencoderSteps / 2;
  }

  /** Notes a step. */
  void stepped(double loss) {
    journal.step(++step, loss);
  }

  /** Notes a validation loss, and the weights it is of if it is the lowest. */
  void report(double validation, TrainingState training) {
    if (journal.report(step, validation)) {
      best = training.weights();
    }
  }

  /**
   * Saves everything.
   *
   * @return the numbers of the training
   */
  Map<String, Double> save(TrainingFolder folder, VqConfig config, TrainingState training) {
    Map<String, Double> numbers = new LinkedHashMap<>(firstStage);
    numbers.putAll(journal.numbers());
    numbers.put(STAGE, (double) stage);
    numbers.put(AUTOENCODER_STEPS, (double) autoencoderSteps);
    numbers.put(STEPS, (double) steps);
    Map<String, Tensor> state = new LinkedHashMap<>(training.resumeState());
    state.putAll(journal.state());
    folder
        .save(step, numbers, journal.curve())
        .weights(best)
        .graphs(VqGraph.functions(config))
        .state(state)
        .commit();
    numbers.put("step", (double) step);
    return numbers;
  }
}
