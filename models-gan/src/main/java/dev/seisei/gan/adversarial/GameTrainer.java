package dev.seisei.gan.adversarial;

import dev.seisei.core.progress.Progress;
import dev.seisei.core.train.Batches;
import dev.seisei.core.train.Saves;
import dev.seisei.core.train.TrainingFolder;
import dev.seisei.core.train.TrainingFolder.Saved;
import dev.seisei.core.train.TrainingRun;
import dev.seisei.core.train.TrainingSave;
import dev.seisei.core.train.TrainingState;
import java.util.Map;
import java.util.Optional;

/** Trains a game: some discriminator's steps, a generator's step, and so on. */
public final class GameTrainer {
  private GameTrainer() {}

  /**
   * Trains, saving into the run's folder.
   *
   * @param batches of real examples, of the play's size
   * @return numbers to show
   */
  public static Map<String, Double> train(
      TrainingRun<?, ?> run, Batches batches, Play play, Contest contest, Progress progress) {
    int judgings = play.game().discriminatorSteps();
    try (TrainingFolder folder = TrainingFolder.open(contest.family(), run)) {
      Optional<Saved> saved = folder.saved();
      long perEpoch = Math.max(1, batches.perEpoch() / judgings);
      long steps = run.steps(perEpoch, play.epochs(), saved);
      try (TrainingState state =
              new TrainingState(
                  contest.graphs().parameters(),
                  contest.graphs().states(),
                  run.seed(),
                  saved,
                  run.device());
          Match match = new Match(contest, play, state, steps, run.seed());
          AveragedGenerator averaged = new AveragedGenerator(contest, state)) {
        GameRecord record = GameRecord.open(saved);
        Saves saves = new Saves(play.saveSeconds());
        TrainingSave save = new TrainingSave(folder, state, record, contest::functions, steps);
        long step = saved.map(Saved::step).orElse(0L);
        if (saved.isEmpty()) {
          save.best(averaged.weights());
          save.at(0);
        }
        while (step < steps && !progress.cancelled()) {
          double ofDiscriminator = 0;
          long judging = step * judgings;
          for (int i = 0; i < judgings; i++) {
            judging = step * judgings + i;
            batches.fill(match.discriminator(judging), judging);
            ofDiscriminator = match.judge(judging);
          }
          if (match.generator(step).inputs().contains(GameGraph.X)) {
            batches.fill(match.generator(step), judging);
          }
          double ofGenerator = match.generate(step);
          double accuracy = match.accuracy(judging);
          double diversity = match.diversity(step, judging);
          record.step(++step, ofGenerator, ofDiscriminator, accuracy, diversity);
          if (step % play.reportEvery() == 0 || step == steps) {
            record.report(step).ifPresent(progress::note);
          }
          if (step % play.sampleEvery() == 0 || step == steps) {
            contest.painter().draw(averaged.weights(), folder.samples(step, contest.samples()));
          }
          progress.at(step, steps, record.summary());
          if (saves.due()) {
            save.best(averaged.weights());
            save.at(step);
            saves.done();
          }
        }
        save.best(averaged.weights());
        return save.at(step);
      }
    }
  }
}
