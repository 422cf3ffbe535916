package dev.seisei.server;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The server's own settings; those of HTTP are Quarkus'. */
@ConfigMapping(prefix = "seisei.server")
public interface ServerConfig {
  /** A folder of models to serve besides those in the zoo, or the folder of one. */
  Optional<Path> models();

  /** How many requests may wait for one model. */
  @WithDefault("64")
  int queueCapacity();

  /** How long a request may take, waiting included. */
  @WithDefault("5m")
  Duration requestTimeout();

  /** Largest body of a request. */
  @WithDefault("8M")
  MemorySize maxBodySize();
}
