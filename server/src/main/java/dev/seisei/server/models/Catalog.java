package dev.seisei.server.models;

import dev.seisei.core.checkpoint.Home;
import dev.seisei.core.model.Model;
import dev.seisei.engine.memory.Device;
import dev.seisei.server.ServerConfig;
import dev.seisei.server.queue.SampleQueue;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configured models by name, on one device with its queue.
 *
 * <p>They are opened one after the other while the server starts; one that cannot be opened does
 * not keep the others from being served.
 *
 * <p>Thread-safe.
 */
@Singleton
public final class Catalog {
  private static final Logger LOG = LoggerFactory.getLogger(Catalog.class);

  private final Device device = Device.CPU;
  private final SampleQueue queue;
  private final Map<String, ConfiguredModel> models = new LinkedHashMap<>();

  /**
   * @throws ConfigurationException if the configured folder cannot be read, or two models have one
   *     name
   */
  public Catalog(ServerConfig config, MeterRegistry registry) {
    try {
      ModelFolders.find(Home.zoo(), config.models())
          .forEach(
              (id, folder) ->
                  models.put(id, new ConfiguredModel(id, folder, new CompletableFuture<>())));
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new ConfigurationException(e.getMessage());
    }
    queue = SampleQueue.start(device.name(), config.queueCapacity(), registry);
  }

  /** Every configured model, in the order in which they were found: the zoo's first. */
  public Collection<ConfiguredModel> all() {
    return models.values();
  }

  /** A model by its name, which is looked up among the configured ones and nowhere else. */
  public Optional<ConfiguredModel> find(String id) {
    return Optional.ofNullable(models.get(id));
  }

  /** Whether the device's thread is there. */
  public boolean alive() {
    return queue.alive();
  }

  void start(@Observes StartupEvent event) {
    LOG.info(
        "device {} ({} processors), models {}",
        device.name(),
        Runtime.getRuntime().availableProcessors(),
        models.isEmpty() ? "none: there is no checkpoint in " + Home.zoo() : models.keySet());
    Thread opener = new Thread(this::openAll, "open-models");
    opener.setDaemon(true);
    opener.start();
  }

  /** The requests that are here are finished, and no more are taken. */
  void refuse(@Observes ShutdownDelayInitiatedEvent event) {
    queue.refuse();
  }

  /** By now no HTTP request runs any more, or the time for it is over. */
  void stop(@Observes ShutdownEvent event) {
    queue.close();
    all().stream().flatMap(model -> model.served().stream()).forEach(ServedModel::close);
  }

  private void openAll() {
    for (ConfiguredModel model : all()) {
      try {
        model.opening().complete(open(model.folder()));
      } catch (RuntimeException | Error e) {
        model.opening().completeExceptionally(e);
        LOG.error("cannot serve {}: {}", model.id(), model.defect().orElseThrow());
        LOG.debug("{}", model.folder(), e);
      }
    }
    long served = all().stream().filter(model -> model.served().isPresent()).count();
    LOG.info("{} of {} models are loaded", served, models.size());
  }

  private ServedModel open(Path folder) {
    Model model = EarlyOpening.open(folder, device);
    try {
      return new ServedModel(model, queue);
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }
}
