package dev.seisei.server.health;

import dev.seisei.server.models.Catalog;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Alive while the thread that computes is. */
@Liveness
@Singleton
public final class ComputeCheck implements HealthCheck {
  private final Catalog catalog;

  ComputeCheck(Catalog catalog) {
    this.catalog = catalog;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("compute").status(catalog.alive()).build();
  }
}
