package dev.seisei.server.health;

import dev.seisei.server.models.Catalog;
import dev.seisei.server.models.ConfiguredModel;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready once every configured model is loaded, and if there is any. */
@Readiness
@Singleton
public final class ModelsCheck implements HealthCheck {
  private final Catalog catalog;

  ModelsCheck(Catalog catalog) {
    this.catalog = catalog;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("models");
    boolean ready = !catalog.all().isEmpty();
    for (ConfiguredModel model : catalog.all()) {
      boolean served = model.served().isPresent();
      ready &= served;
      response.withData(model.id(), served ? "loaded" : model.defect().orElse("being loaded"));
    }
    return response.status(ready).build();
  }
}
