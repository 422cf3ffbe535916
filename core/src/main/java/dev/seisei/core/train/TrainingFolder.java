package dev.seisei.core.train;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.checkpoint.CheckpointWriter;
import dev.seisei.core.file.FileReason;
import dev.seisei.core.lock.ProcessLock;
import dev.seisei.core.settings.SettingException;
import dev.seisei.core.settings.Settings;
import dev.seisei.engine.memory.Tensor;
import java.awt.AWTError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that a training saves into: a checkpoint, and what is needed to go on. One training at
 * a time has it.
 *
 * <p>Everything is saved together or not at all, so that a killed training leaves its last save.
 */
public final class TrainingFolder implements AutoCloseable {
  /** The table of the losses. */
  public static final String CURVE_TABLE = "curve.csv";

  /** The picture of the losses. */
  public static final String CURVE_PICTURE = "curve.png";

  private static final String SAMPLES = "samples";
  private static final Logger LOG = LoggerFactory.getLogger(TrainingFolder.class);
  private static final String SETTINGS = "settings.";

  private final Path folder;
  private final String family;
  private final TrainingRun<?, ?> run;
  private final ProcessLock lock;
  private final @Nullable Checkpoint begun;

  private TrainingFolder(
      String family, TrainingRun<?, ?> run, ProcessLock lock, @Nullable Checkpoint begun) {
    this.folder = run.folder();
    this.family = family;
    this.run = run;
    this.lock = lock;
    this.begun = begun;
  }

  /**
   * Takes the folder of a run for its training. A run that is to resume and finds nothing begins
   * anew.
   *
   * @throws SettingException if another training has the folder, it holds a checkpoint and the run
   *     is not to resume, or it was begun with another family, configuration, seed, data or
   *     settings
   * @throws IllegalArgumentException if there is a file of that name, or a folder that holds
   *     something else
   * @throws UncheckedIOException if the folder cannot be made or written to
   */
  public static TrainingFolder open(String family, TrainingRun<?, ?> run) {
    if (run.folder().toString().isBlank()) {
      throw new SettingException("out", "out must name a folder, got nothing");
    }
    Path folder = CheckpointWriter.to(run.folder()).prepare();
    try {
      ProcessLock lock =
          ProcessLock.tryAcquire(folder.resolveSibling("." + folder.getFileName() + ".training"))
              .orElseThrow(
                  () ->
                      new SettingException(
                          "out", "out " + folder + " is being trained into; wait for it"));
      boolean taken = false;
      try {
        TrainingFolder opened = new TrainingFolder(family, run, lock, begun(folder, run));
        opened.requireSameRun();
        taken = true;
        return opened;
      } finally {
        if (!taken) {
          lock.close();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot train into " + folder + ": " + FileReason.withFile(e), e);
    }
  }

  private static @Nullable Checkpoint begun(Path folder, TrainingRun<?, ?> run) {
    if (!Checkpoint.isCheckpoint(folder)) {
      return null;
    }
    if (!run.resume()) {
      throw new SettingException(
          "out",
          "out "
              + folder
              + " holds a checkpoint already; add --resume to go on with it, or name another"
              + " folder");
    }
    return Checkpoint.open(folder);
  }

  private void requireSameRun() {
    if (begun == null) {
      return;
    }
    if (!begun.modelType().equals(family)) {
      throw new SettingException(
          "family", "family of " + folder + " is " + begun.modelType() + ", got " + family);
    }
    Map<String, Object> wanted = new LinkedHashMap<>(identity());
    Map<String, Object> stored = begun.training();
    wanted.forEach((key, value) -> requireEqual(key, stored.get(key), value));
    Map<String, Object> config = begun.config();
    Settings.values(run.config())
        .forEach((key, value) -> requireEqual(key, config.get(key), value));
  }

  private void requireEqual(String key, @Nullable Object stored, Object wanted) {
    if (!String.valueOf(stored).equals(String.valueOf(wanted))) {
      throw new SettingException(
          key.replace(SETTINGS, ""),
          "%s was %s when %s was begun, got %s; leave it out to resume, or name another folder"
              .formatted(key.replace(SETTINGS, ""), stored, folder, wanted));
    }
  }

  /** What makes a run the same run. */
  private Map<String, Object> identity() {
    Map<String, Object> identity = new LinkedHashMap<>();
    identity.put("seed", run.seed());
    identity.put("data", run.data().name());
    identity.put("data_hash", run.data().hash());
    flatten(SETTINGS, Settings.values(run.settings()), identity);
    return identity;
  }

  /** Settings of nested records get a dotted name, as in {@code --set}. */
  private static void flatten(String prefix, Map<?, ?> values, Map<String, Object> into) {
    values.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> nested) {
            flatten(prefix + key + ".", nested, into);
          } else {
            into.put(prefix + key, value);
          }
        });
  }

  /** Where a training was when it was saved. */
  public record Saved(
      long step, Map<String, Tensor> state, Curve curve, Map<String, Object> record) {
    /** A number of the training record. */
    public double number(String key) {
      if (record.get(key) instanceof Number number) {
        return number.doubleValue();
      }
      throw new IllegalArgumentException(
          "training.json has no number " + key + ", but " + record.get(key));
    }

    /** Numbers of the state. */
    public double[] numbers(String name) {
      Tensor tensor = state.get(name);
      if (tensor == null) {
        throw new IllegalArgumentException("state.safetensors has no " + name);
      }
      return tensor.toDoubles();
    }
  }

  /**
   * What to go on from; empty if the training begins.
   *
   * @throws IllegalArgumentException if the folder holds a checkpoint without it
   */
  public Optional<Saved> saved() {
    if (begun == null) {
      return Optional.empty();
    }
    Map<String, Tensor> state =
        begun
            .state()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        folder
                            + " has no state.safetensors to resume from; train into another"
                            + " folder"));
    try {
      Curve curve = Curve.read(Files.readAllBytes(folder.resolve(CURVE_TABLE)));
      Saved saved = new Saved(0, state, curve, begun.training());
      return Optional.of(new Saved((long) saved.number("step"), state, curve, begun.training()));
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be resumed from: " + e.getMessage(), e);
    }
  }

  /**
   * Starts a save of everything that this knows: configuration, training record, curve. The trainer
   * adds weights, functions, state and card, and commits.
   *
   * @param step how many steps are done
   * @param numbers of the training so far, for the record
   */
  public CheckpointWriter save(long step, Map<String, ?> numbers, Curve curve) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("step", step);
    record.putAll(numbers);
    record.putAll(identity());
    record.put("java_version", System.getProperty("java.version"));
    CheckpointWriter writer =
        CheckpointWriter.to(folder)
            .config(family, run.config())
            .training(record)
            .file(CURVE_TABLE, curve.csv());
    if (curve.rows() > 0) {
      draw(curve, writer);
    }
    return writer;
  }

  /**
   * Where samples of a step are kept, in a folder of their own beside the checkpoint's files; there
   * must have been a save before they are written.
   *
   * @param format the file's ending, such as {@code png}
   */
  public Path samples(long step, String format) {
    Path samples = folder.resolve(SAMPLES);
    try {
      Files.createDirectories(samples);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write samples: " + FileReason.withFile(e), e);
    }
    return samples.resolve(String.format(Locale.ROOT, "%08d.%s", step, format));
  }

  /** A machine without fonts can train, too. */
  private void draw(Curve curve, CheckpointWriter writer) {
    try {
      writer.file(CURVE_PICTURE, curve.png(String.valueOf(folder.getFileName())));
    } catch (RuntimeException | LinkageError | InternalError | AWTError e) {
      LOG.warn("the curve cannot be drawn here: {}; {} has its numbers", e, CURVE_TABLE);
    }
  }

  /** Gives the folder back. */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
