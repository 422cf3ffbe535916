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
 * training). Or in a single file, as far as a {@link ModelFormat} reads one.
 *
 * <p>Immutable; files are read when they are asked for, and are hostile until checked.
 */
public final class Checkpoint {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoint.class);

  private static final int MAX_GRAPH_BYTES = 256 << 20;

  private final Path folder;
  private final ConfigFile config;

  /** What reads the model if it is in a single file. */
  private final Optional<ModelFile> file;

  private Checkpoint(Path folder, ConfigFile config, Optional<ModelFile> file) {
    this.folder = folder;
    this.config = config;
    this.file = file;
  }

  /**
   * Opens a checkpoint; reads its configuration only. Completes a save that was interrupted between
   * its last two steps.
   *
   * @param folder or a file of a format that is {@linkplain ModelFormat known}
   * @throws IllegalArgumentException if the folder holds none, its configuration is not readable,
   *     or the file's format is not known
   */
  public static Checkpoint open(Path folder) {
    if (Files.isRegularFile(folder)) {
      return of(folder, ModelFormats.get(folder).open(folder));
    }
    return read(folder, look(folder, () -> ConfigFile.find(folder)));
  }

  /** The model in a single file that was opened, whatever its name ends with. */
  public static Checkpoint of(Path path, ModelFile file) {
    ConfigFile config = new ConfigFile(file.modelType(), Map.copyOf(file.config()));
    return new Checkpoint(path, config, Optional.of(file));
  }

  /** Opens a checkpoint as it is. */
  static Checkpoint read(Path folder) {
    return read(folder, ConfigFile.find(folder));
  }

  private static Checkpoint read(Path folder, Optional<ConfigFile> config) {
    return new Checkpoint(
        folder,
        config.orElseThrow(
            () -> new IllegalArgumentException(folder + " is no model: " + whatIsMissing(folder))),
        Optional.empty());
  }

  private static String whatIsMissing(Path folder) {
    if (Files.isDirectory(folder)) {
      return "it has no " + Layout.CONFIG;
    }
    return Files.exists(folder) ? "it is a file, expected a folder" : "there is no such folder";
  }

  /**
   * Whether the folder holds a checkpoint, or it is a file of a format that is known; which may be
   * one that cannot be read.
   */
  public static boolean isCheckpoint(Path folder) {
    if (Files.isRegularFile(folder)) {
      return ModelFormats.of(folder).isPresent();
    }
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

  /**
   * Whether the folder's configuration was written by this project, whatever version: then the
   * folder is as families expect it.
   *
   * @throws IllegalArgumentException if it is not readable
   */
  public static boolean isNative(Path folder) {
    return ConfigFile.isNative(folder);
  }

  /** The folder, or the single file. */
  public Path folder() {
    return folder;
  }

  /** The name of the folder or file. */
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
          new SettingException(
              e.field(),
              (file.isPresent() ? folder : folder.resolve(Layout.CONFIG)) + ": " + e.getMessage());
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
    Path graphs = folder.resolve(Layout.GRAPHS);
    if (!Files.exists(graphs)) {
      return Map.of();
    }
    try {
      return GraphFile.read(Reading.all(graphs, MAX_GRAPH_BYTES));
    } catch (IllegalArgumentException e) {
      throw in(graphs, e);
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
   * Compares the weights with what some graphs read, by the heads of the files.
   *
   * @param ignored names of weights that may be left over, because they change nothing
   * @throws IllegalArgumentException as {@link #parameters(Collection, Device)}
   */
  public void requireWeights(Collection<Graph> graphs, Predicate<String> ignored) {
    weights().require(graphs, ignored);
  }

  /**
   * The names of the weights, as far as the heads of the files say.
   *
   * @throws IllegalArgumentException if there are none, or their files are not as they must be
   */
  public Set<String> weightNames() {
    return Set.copyOf(stored().names());
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

  /**
   * Something else that a single file holds, as an object of a type that its format and the family
   * both know, such as a tokenizer; empty for a folder.
   */
  public <T> Optional<T> part(Class<T> type) {
    return file.flatMap(single -> single.part(type));
  }

  private Weights weights() {
    return new Weights(stored());
  }

  /**
   * The tensors of the weights as they are stored, read one by one.
   *
   * @throws IllegalArgumentException if there are none, or their files are not as they must be
   */
  public TensorSource stored() {
    if (file.isPresent()) {
      return file.get().weights();
    }
    return TensorFiles.open(folder, Layout.WEIGHTS)
        .<TensorSource>map(whole -> whole)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    folder + " has no weights: there is no " + Layout.WEIGHTS));
  }

  /** The tensors to go on training with, copies that the caller closes; empty if there are none. */
  public Optional<Map<String, Tensor>> state() {
    return TensorFiles.open(folder, Layout.STATE).map(state -> state.read(state.names()));
  }

  /** How it was trained, flat, as in {@code training.json}; empty if that is not known. */
  public Map<String, Object> training() {
    Path record = folder.resolve(Layout.TRAINING);
    return Files.exists(record) ? TrainingFile.read(record) : Map.of();
  }

  /**
   * The model card; empty if there is none.
   *
   * @throws IllegalArgumentException if it cannot be read
   */
  public ModelCard card() {
    if (file.isPresent()) {
      return file.get().card();
    }
    Path card = folder.resolve(Layout.CARD);
    if (!Files.exists(card)) {
      return ModelCard.EMPTY;
    }
    try {
      return ModelCard.parse(
          new String(Reading.all(card, ModelCard.MAX_BYTES), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw in(card, e);
    }
  }
}
