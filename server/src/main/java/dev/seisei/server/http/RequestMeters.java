package dev.seisei.server.http;

import dev.seisei.core.settings.SettingException;
import dev.seisei.server.queue.QueueClosedException;
import dev.seisei.server.queue.QueueFullException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** How long requests for samples took and how they ended, by model. */
@Singleton
final class RequestMeters {
  private final MeterRegistry registry;

  /** How a request ended. */
  private enum Outcome {
    OK,
    /** It asked for something that cannot be. */
    INVALID,
    /** The queue was full, or closed already. */
    REJECTED,
    /** It took too long. */
    TIMEOUT,
    /** The client went away. */
    CANCELLED,
    FAILED;

    static Outcome of(@Nullable Throwable failure) {
      if (failure == null) {
        return OK;
      }
      if (failure instanceof CompletionException && failure.getCause() != null) {
        return of(failure.getCause());
      }
      if (failure instanceof SettingException || failure instanceof ApiException) {
        return INVALID;
      }
      if (failure instanceof QueueFullException || failure instanceof QueueClosedException) {
        return REJECTED;
      }
      if (failure instanceof TimeoutException) {
        return TIMEOUT;
      }
      return failure instanceof CancellationException ? CANCELLED : FAILED;
    }
  }

  RequestMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Starts the clock. */
  Timer.Sample start() {
    return Timer.start(registry);
  }

  /**
   * Records a request.
   *
   * @param failure what went wrong; null if nothing did
   */
  void stop(Timer.Sample clock, String model, @Nullable Throwable failure) {
    clock.stop(
        Timer.builder("seisei.requests")
            .description("From a request that was read to its sample in bytes")
            .tag("model", model)
            .tag("outcome", Outcome.of(failure).name().toLowerCase(Locale.ROOT))
            .register(registry));
  }
}
