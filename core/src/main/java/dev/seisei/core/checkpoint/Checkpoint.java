package dev.seisei.core.checkpoint;

import dev.seisei.core.settings.SettingException;
import dev.seisei.core.settings.Settings;
import dev.seisei.engine.file.GraphFile;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.param.ParameterStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A trained model in a folder, laid out as Hugging Face does: {@code config.json}, {@code
 * model.safetensors}, {@code README.md} (the card), {@code training.json}, {@code graphs.json} (the
 * functions it computes, so that it opens without SameDiff) and {@code state.safetensors} (to go on
 * training).
 *
 * <p>Immutable; files are read when they are asked for, and are hostile until checked.
 */
public final class Checkpoint {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoint.class);

  private static final int MAX_GRAPH_BYTES = 256 << 20;

  private final Path folder;
  private final ConfigFile config;

  private Checkpoint(Path folder, ConfigFile config) {
    this.folder = folder;
    this.config = config;
  }

  /**
   * Opens a checkpoint; reads its configuration only. Completes a save that was interrupted between
   * its last two steps.
   *
   * @throws IllegalArgumentException if the folder holds none, or its configuration is not readable
   */
  public static Checkpoint open(Path folder) {
    return read(folder, look(folder, () -> ConfigFile.find(folder)));
  }

  /** Opens a checkpoint as it is. */
  static Checkpoint read(Path folder) {
    return read(folder, ConfigFile.find(folder));
  }

  private static Checkpoint read(Path folder, Optional<ConfigFile> config) {
    return new Checkpoint(
        folder,
        config.orElseThrow(
            () -> new IllegalArgumentException(folder + " is no model: " + whatIsMissing(folder))));
  }

  private static String whatIsMissing(Path folder) {
    if (Files.isDirectory(folder)) {
      return "it has no " + Layout.CONFIG;
    }
    return Files.exists(folder) ? "it is a file, expected a folder" : "there is no such folder";
  }

  /** Whether the folder holds a checkpoint, which may be one that cannot be read. */
  public static boolean isCheckpoint(Path folder) {
    Path config = folder.resolve(Layout.CONFIG);
    return look(folder, () -> Optional.of(config).filter(Files::isRegularFile)).isPresent();
  }

  private static <T> Optional<T> look(Path folder, Supplier<Optional<T>> into) {
    try {
      return Place.of(folder).look(into);
    } catch (IOException e) {
      // Who may only read takes what there is.
      LOG.debug("cannot look for interrupted saves beside {}", folder, e);
      return into.get();
    }
  }

  public Path folder() {
    return folder;
  }

  /** The folder's name. */
  public String name() {
    return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
  }

  /** The id of the family. */
  public String modelType() {
    return config.modelType();
  }

  /** The configuration, without {@code model_type}. */
  public Map<String, Object> config() {
    return config.values();
  }

  /**
   * The configuration.
   *
   * @throws IllegalArgumentException naming the file and the field that is not as it must be
   */
  public <C extends Record> C config(Class<C> type) {
    return config(type, config());
  }

  /**
   * The configuration, of a file that others wrote.
   *
   * @param values those of {@link #config()} that the type has
   * @throws IllegalArgumentException naming the file and the field that is not as it must be
   */
  public <C extends Record> C config(Class<C> type, Map<String, ?> values) {
    try {
      return Settings.bind(type, values);
    } catch (SettingException e) {
      SettingException named =
          new SettingException(e.field(), folder.resolve(Layout.CONFIG) + ": " + e.getMessage());
      named.initCause(e);
      throw named;
    }
  }

  /**
   * The functions that were saved with the model, by name; empty if there are none.
   *
   * @throws IllegalArgumentException if they cannot be read
   */
  public Map<String, Graph> graphs() {
    Path file = folder.resolve(Layout.GRAPHS);
    if (!Files.exists(file)) {
      return Map.of();
    }
    try {
      return GraphFile.read(Reading.all(file, MAX_GRAPH_BYTES));
    } catch (IllegalArgumentException e) {
      throw in(file, e);
    }
  }

  private static IllegalArgumentException in(Path file, IllegalArgumentException e) {
    return new IllegalArgumentException(file + ": " + e.getMessage(), e);
  }

  /**
   * The weights that some graphs read, in the graphs' own types (single precision, but for graphs
   * made otherwise) and in the order in which the graphs name them.
   *
   * @throws IllegalArgumentException if weights are missing, have another shape, or are left over;
   *     all are named together
   */
  public ParameterStore parameters(Collection<Graph> graphs, Device device) {
    return parameters(graphs, name -> false, device);
  }

  /**
   * As {@link #parameters(Collection, Device)}, for files that others wrote.
   *
   * @param ignored names of weights that may be left over, because they change nothing
   * @throws IllegalArgumentException as {@link #parameters(Collection, Device)}
   */
  public ParameterStore parameters(
      Collection<Graph> graphs, Predicate<String> ignored, Device device) {
    return weights().store(graphs, ignored, device);
  }

  /**
   * The names of the weights, as far as the heads of the files say.
   *
   * @throws IllegalArgumentException if there are none, or their files are not as they must be
   */
  public Set<String> weightNames() {
    return Set.copyOf(files().names());
  }

  /**
   * As {@link #parameters}, as tensors on the host that the caller owns.
   *
   * @throws IllegalArgumentException as {@link #parameters}
   */
  public Map<String, Tensor> tensors(Collection<Graph> graphs) {
    return weights().parameters(graphs, name -> false);
  }

  /**
   * The states that some graphs read, such as running statistics, as far as they were saved with
   * the weights; the caller closes them.
   *
   * @throws IllegalArgumentException if some have another shape; all are named together
   */
  public Map<String, Tensor> states(Collection<Graph> graphs) {
    return weights().states(graphs);
  }

  private Weights weights() {
    return new Weights(files());
  }

  private TensorFiles files() {
    return TensorFiles.open(folder, Layout.WEIGHTS)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    folder + " has no weights: there is no " + Layout.WEIGHTS));
  }

  /** The tensors to go on training with, copies that the caller closes; empty if there are none. */
  public Optional<Map<String, Tensor>> state() {
    return TensorFiles.open(folder, Layout.STATE).map(file -> file.read(file.names()));
  }

  /** How it was trained, flat, as in {@code training.json}; empty if that is not known. */
  public Map<String, Object> training() {
    Path file = folder.resolve(Layout.TRAINING);
    return Files.exists(file) ? TrainingFile.read(file) : Map.of();
  }

  /**
   * The model card; empty if there is none.
   *
   * @throws IllegalArgumentException if it cannot be read
   */
  public ModelCard card() {
    Path file = folder.resolve(Layout.CARD);
    if (!Files.exists(file)) {
      return ModelCard.EMPTY;
    }
    try {
      return ModelCard.parse(
          new String(Reading.all(file, ModelCard.MAX_BYTES), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw in(file, e);
    }
  }
}
