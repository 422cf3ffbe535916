package dev.seisei.core.train;

import dev.seisei.engine.optim.Optimizer;
import dev.seisei.engine.optim.Schedule;
import dev.seisei.engine.optim.Training;
import java.util.function.UnaryOperator;

/**
 * How weights are moved: by Adam, whose learning rate climbs to its peak in a straight line and
 * falls to a hundredth of it by half a cosine; and a moving average of the weights is kept.
 *
 * @param learningRate at the peak
 * @param warmUp steps until the peak, but at most a tenth of all; 0 begins at it
 * @param averageDecay of the moving average; 0 keeps none
 */
public record Recipe(double learningRate, int warmUp, double averageDecay) {
  /** What sets up a training of some steps. */
  public UnaryOperator<Training> over(long steps) {
    Schedule cosine = Schedule.cosine(learningRate, learningRate / 100, steps);
    Schedule schedule = warmedUp(cosine, warmUp, steps);
    return training ->
        training.optimizer(Optimizer.Adam.standard()).schedule(schedule).average(averageDecay);
  }

  /**
   * A schedule after a climb in a straight line.
   *
   * @param warmUp steps of the climb, but at most a tenth of all; 0 for none
   * @param steps of the training
   */
  public static Schedule warmedUp(Schedule schedule, int warmUp, long steps) {
    long climb = Math.min(warmUp, steps / 10);
    return climb > 0 ? schedule.warmUp(climb) : schedule;
  }
}
