package dev.seisei.core.checkpoint;

import dev.seisei.core.file.FileReason;
import dev.seisei.core.file.FolderTrees;
import dev.seisei.core.settings.Settings;
import dev.seisei.engine.file.GraphFile;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes a checkpoint whole or not at all: into a new folder beside the old one, synced to disk,
 * then renamed. A killed process leaves the old checkpoint or the new one.
 *
 * <p>Nothing is written before {@link #commit}, and tensors are read then. Of an old checkpoint's
 * files only those remain that are {@linkplain #keep kept}; files and folders in it that are not a
 * checkpoint's move into the new one.
 *
 * <p>Used once.
 */
public final class CheckpointWriter {
  /** Larger weights are cut into shards, as Hugging Face does. */
  private static final long SHARD_LIMIT = 1L << 31;

  private final Path folder;
  private final Place place;
  private final long shardLimit;
  private final Map<String, Part> parts = new LinkedHashMap<>();
  private final Set<String> kept = new LinkedHashSet<>();
  private final Map<String, Path> linked = new LinkedHashMap<>();
  private boolean committed;

  private CheckpointWriter(Path folder, Place place, long shardLimit) {
    this.folder = folder;
    this.place = place;
    this.shardLimit = shardLimit;
  }

  /**
   * Starts a checkpoint for a folder, which need not exist. Completes a save that was interrupted.
   *
   * @throws IllegalArgumentException if there is a file of that name, or a folder that holds
   *     something else than a checkpoint (hidden files do not count)
   */
  public static CheckpointWriter to(Path folder) {
    return to(folder, SHARD_LIMIT);
  }

  static CheckpointWriter to(Path folder, long shardLimit) {
    try {
      Place place = Place.of(folder);
      place.recover();
      requireOurs(folder, place);
      return new CheckpointWriter(folder, place, shardLimit);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot save a model to " + folder + ": " + FileReason.withFile(e), e);
    }
  }

  /**
   * Puts the files of a folder that holds a whole model in the place of another, whole or not at
   * all, with those in folders below. They are linked where the file system can, and stay where
   * they are.
   *
   * @param from has plain files and folders only, which are on the disk
   * @throws IllegalArgumentException as {@link #to(Path)}
   * @throws UncheckedIOException as {@link #commit}
   */
  public static void adopt(Path from, Path folder) {
    CheckpointWriter writer = to(folder);
    try (Place.Save save = writer.place.begin();
        Stream<Path> walk = Files.walk(from)) {
      for (Path each : walk.filter(path -> !path.equals(from)).sorted().toList()) {
        Path into = save.folder().resolve(from.relativize(each).toString());
        if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
          Files.createDirectory(into);
        } else {
          Folders.link(each, into);
        }
      }
      save.publish();
    } catch (IOException e) {
      throw writer.failed(e);
    }
  }

  /**
   * Where the checkpoint will be, links followed; the folder above is made if it is not there.
   *
   * @throws UncheckedIOException if that cannot be made
   */
  public Path prepare() {
    try {
      Path real = place.folder();
      Files.createDirectories(Objects.requireNonNull(real.getParent(), "a place has a parent"));
      return Place.of(folder).folder();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot save a model to " + folder + ": " + FileReason.withFile(e), e);
    }
  }

  private static void requireOurs(Path folder, Place place) throws IOException {
    Path real = place.folder();
    if (!Files.exists(real)) {
      return;
    }
    if (!Files.isDirectory(real)) {
      throw new IllegalArgumentException(folder + " is a file; a model needs a folder of its own");
    }
    boolean empty =
        Folders.list(real).stream()
            .allMatch(entry -> String.valueOf(entry.getFileName()).startsWith("."));
    if (!empty) {
      try {
        Checkpoint.read(real);
      } catch (IllegalArgumentException | UncheckedIOException e) {
        throw new IllegalArgumentException(
            folder + " is not empty and holds no model; choose another folder", e);
      }
    }
  }

  /**
   * The configuration: {@code config.json}.
   *
   * @throws dev.seisei.core.settings.SettingException if it would not be read back as it is
   */
  public CheckpointWriter config(String modelType, Record config) {
    Map<String, Object> values = Settings.values(config);
    // Refuses what JSON cannot hold, such as infinity, before anything is overwritten.
    Settings.bind(config.getClass(), values);
    return add(Part.of(Layout.CONFIG, ConfigFile.write(modelType, values)));
  }

  /** The weights: {@code model.safetensors}, in shards if they are larger than 2 GiB. */
  public CheckpointWriter weights(Map<String, Tensor> tensors) {
    return add(Part.of(Layout.WEIGHTS, tensors, shardLimit));
  }

  /** The functions: {@code graphs.json}. */
  public CheckpointWriter graphs(Map<String, Graph> graphs) {
    return add(Part.of(Layout.GRAPHS, GraphFile.write(graphs)));
  }

  /** What to go on training with: {@code state.safetensors}. */
  public CheckpointWriter state(Map<String, Tensor> tensors) {
    return add(Part.of(Layout.STATE, tensors, shardLimit));
  }

  /**
   * How it was trained: {@code training.json}. Numbers that are not finite are written as strings.
   *
   * @param record flat: strings, numbers and booleans
   */
  public CheckpointWriter training(Map<String, ?> record) {
    return add(Part.of(Layout.TRAINING, TrainingFile.write(record)));
  }

  /** The model card: {@code README.md}. */
  public CheckpointWriter card(ModelCard card) {
    return file(Layout.CARD, card.markdown().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Another file, such as a loss curve. It stays in the folder until it is written anew.
   *
   * @throws IllegalArgumentException if the name is hidden or leads out of the folder
   */
  public CheckpointWriter file(String name, byte[] content) {
    return add(Part.of(plain(name), content.clone()));
  }

  /**
   * A file that is somewhere else, as it is: linked where the file system can, so that weights are
   * not on the disk twice.
   *
   * @throws IllegalArgumentException if the name is hidden or leads out of the folder
   */
  public CheckpointWriter link(String name, Path file) {
    if (parts.containsKey(plain(name)) || linked.putIfAbsent(name, file) != null) {
      throw new IllegalStateException(name + " is given twice");
    }
    return this;
  }

  /**
   * Keeps a file of the old checkpoint as it is (linked where the file system can), if it has it;
   * shards with it.
   */
  public CheckpointWriter keep(String name) {
    kept.add(plain(name));
    return this;
  }

  private static String plain(String name) {
    if (!Layout.isPlain(name)) {
      throw new IllegalArgumentException(
          Json.quote(name) + " is no name of a file in a checkpoint");
    }
    return name;
  }

  private CheckpointWriter add(List<Part> added) {
    added.forEach(this::add);
    return this;
  }

  CheckpointWriter add(Part part) {
    if (linked.containsKey(part.name()) || parts.putIfAbsent(part.name(), part) != null) {
      throw new IllegalStateException(part.name() + " is given twice");
    }
    return this;
  }

  /**
   * Puts the new checkpoint in the place of the old one.
   *
   * @throws IllegalStateException if it has no configuration, or was committed already
   * @throws UncheckedIOException if that cannot be done (permissions, a full disk), saying where
   *     and why; the old checkpoint is as it was, and nothing is left beside it
   */
  public void commit() {
    if (committed) {
      throw new IllegalStateException("committed already");
    }
    if (!parts.containsKey(Layout.CONFIG)
        && !kept.contains(Layout.CONFIG)
        && !linked.containsKey(Layout.CONFIG)) {
      throw new IllegalStateException("a checkpoint needs a configuration");
    }
    committed = true;
    try {
      requireOurs(folder, place);
      try (Place.Save save = place.begin()) {
        for (String name : kept) {
          keep(name, save.folder());
        }
        for (Map.Entry<String, Path> each : linked.entrySet()) {
          Folders.link(each.getValue().toRealPath(), save.folder().resolve(each.getKey()));
        }
        for (Part part : parts.values()) {
          write(part, save.folder().resolve(part.name()));
        }
        save.publish();
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Links a file, or the shards it is cut into, and their index. */
  private void keep(String name, Path into) throws IOException {
    if (!Files.isDirectory(place.folder())) {
      return;
    }
    for (Path file : Folders.list(place.folder())) {
      String found = String.valueOf(file.getFileName());
      if (Layout.isPartOf(name, found) && !parts.containsKey(found) && !linked.containsKey(found)) {
        Folders.link(file, into.resolve(found));
      }
    }
  }

  private static void write(Part part, Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      part.content().write(channel);
      channel.force(true);
    } catch (IOException e) {
      throw new IOException(part.name() + ": " + FileReason.of(e), e);
    }
  }

  private UncheckedIOException failed(IOException e) {
    long needed = parts.values().stream().mapToLong(Part::bytes).sum();
    long free = FolderTrees.free(place.folder());
    return new UncheckedIOException(
        "cannot save a model to "
            + folder
            + ": "
            + FileReason.withFile(e)
            + (free < needed ? "; it needs " + needed + " bytes, " + free + " are free" : ""),
        e);
  }
}
