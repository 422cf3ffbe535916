package dev.seisei.server.models;

import dev.seisei.core.checkpoint.Home;
import dev.seisei.core.model.Model;
import dev.seisei.engine.memory.Device;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the models of the zoo beside the start of Quarkus. Neither needs the other, each takes a
 * large part of a second, and there are two cores.
 */
public final class EarlyOpening {
  private static final Logger LOG = LoggerFactory.getLogger(EarlyOpening.class);

  private static final Map<Path, CompletableFuture<Model>> BEGUN = new ConcurrentHashMap<>();

  private EarlyOpening() {}

  /** Begins, in the background; called as the process starts. */
  public static void begin() {
    Map<Path, CompletableFuture<Model>> models = new LinkedHashMap<>();
    for (Path folder : zoo()) {
      models.put(folder, new CompletableFuture<>());
    }
    BEGUN.putAll(models);
    Thread opener = new Thread(() -> models.forEach(EarlyOpening::open), "open-zoo");
    opener.setDaemon(true);
    opener.start();
  }

  private static List<Path> zoo() {
    try {
      return List.copyOf(ModelFolders.find(Home.zoo(), Optional.empty()).values());
    } catch (UncheckedIOException e) {
      LOG.debug("the catalog will say so", e);
      return List.of();
    }
  }

  private static void open(Path folder, CompletableFuture<Model> model) {
    try {
      model.complete(Model.open(folder, Device.CPU));
    } catch (RuntimeException | Error e) {
      model.completeExceptionally(e);
    }
  }

  /**
   * The model in a folder: the one that was begun, or one that is opened now. It is the caller's.
   *
   * @throws java.util.concurrent.CompletionException if one that was begun could not be opened
   * @throws IllegalArgumentException as {@link Model#open(Path, Device)}
   */
  static Model open(Path folder, Device device) {
    CompletableFuture<Model> begun = device == Device.CPU ? BEGUN.remove(folder) : null;
    return begun == null ? Model.open(folder, device) : begun.join();
  }
}
