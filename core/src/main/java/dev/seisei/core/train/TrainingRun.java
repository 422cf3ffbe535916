package dev.seisei.core.train;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.settings.SettingException;
import dev.seisei.core.train.TrainingFolder.Saved;
import dev.seisei.engine.memory.Device;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What to train, on what, and where to.
 *
 * @param config as {@link Trainer#configure} returned it
 * @param settings of training
 * @param length how long to train; {@link Length#USUAL} leaves it to the trainer's settings
 * @param seed of initial weights, order and noise
 * @param folder where to save
 * @param resume whether to go on from what the folder holds; then configuration, settings and seed
 *     must be those it was begun with
 */
public record TrainingRun<C extends Record, T extends Record>(
    C config,
    T settings,
    Dataset data,
    Length length,
    long seed,
    Path folder,
    boolean resume,
    Device device) {

  /** The same with another configuration: one in which what the data decide is filled in. */
  public TrainingRun<C, T> withConfig(C filled) {
    return new TrainingRun<>(filled, settings, data, length, seed, folder, resume, device);
  }

  /** How many steps a training has, in its record. */
  public static final String STEPS = "steps";

  /** How long to train: in steps, in passes over the data, or as the trainer is used to. */
  public record Length(OptionalLong steps, OptionalLong epochs) {
    /** As the trainer is used to. */
    public static final Length USUAL = new Length(OptionalLong.empty(), OptionalLong.empty());

    public Length {
      require("steps", steps);
      require("epochs", epochs);
      if (steps.isPresent() && epochs.isPresent()) {
        throw new SettingException("steps", "steps and epochs cannot both be given");
      }
    }

    private static void require(String field, OptionalLong value) {
      if (value.isPresent() && value.getAsLong() < 1) {
        throw new SettingException(field, field + " must be >= 1, got " + value.getAsLong());
      }
    }

    /**
     * How many steps that is.
     *
     * @param perEpoch steps that a pass over the data takes, at least 1
     * @param usual what {@link #USUAL} means
     * @throws SettingException if they are more than can be counted
     */
    public long inSteps(long perEpoch, long usual) {
      if (epochs.isEmpty()) {
        return steps.orElse(usual);
      }
      long most = Long.MAX_VALUE / perEpoch;
      if (epochs.getAsLong() > most) {
        throw new SettingException(
            "epochs", "epochs must be at most " + most + ", got " + epochs.getAsLong());
      }
      return epochs.getAsLong() * perEpoch;
    }

    public static Length steps(long count) {
      return new Length(OptionalLong.of(count), OptionalLong.empty());
    }

    public static Length epochs(long count) {
      return new Length(OptionalLong.empty(), OptionalLong.of(count));
    }
  }

  /**
   * How many steps the training has: as many as were asked for, else as many as it was begun with,
   * else the usual ones.
   *
   * @param perEpoch steps that a pass over the data takes
   * @param usualEpochs passes, if nothing else says how many
   * @param saved where it goes on from
   * @throws SettingException if more are done already
   */
  public long steps(long perEpoch, long usualEpochs, Optional<Saved> saved) {
    return stepsOr(perEpoch, Math.multiplyExact(usualEpochs, perEpoch), saved);
  }

  /**
   * As {@link #steps}, of a trainer that counts in steps.
   *
   * @param perEpoch steps that a pass over the data takes
   * @param usual steps, if nothing else says how many
   * @param saved where it goes on from
   * @throws SettingException if more are done already
   */
  public long stepsOr(long perEpoch, long usual, Optional<Saved> saved) {
    long begun = saved.map(from -> (long) from.number(STEPS)).orElse(usual);
    long steps = length.inSteps(perEpoch, begun);
    long done = saved.map(Saved::step).orElse(0L);
    if (steps < done) {
      throw new SettingException(
          "steps", "steps must be at least the " + done + " that are done, got " + steps);
    }
    return steps;
  }
}
