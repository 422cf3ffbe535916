package dev.seisei.server.models;

import dev.seisei.engine.plan.KernelCounts;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.util.List;

/** What the engine counts, of all models together. */
@Singleton
public final class EngineMeters implements MeterBinder {
  /** Providers in the order in which they are asked. */
  private static final List<String> PROVIDERS = List.of("onednn", "jvm", "reference");

  @Override
  public void bindTo(MeterRegistry registry) {
    for (String provider : PROVIDERS) {
      FunctionCounter.builder("seisei.kernels", provider, KernelCounts::of)
          .description("Kernels that ran; those of the reference are slow")
          .tag("provider", provider)
          .register(registry);
    }
  }
}
