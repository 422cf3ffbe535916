package dev.seisei.server.http;

import dev.seisei.core.settings.SettingException;
import dev.seisei.engine.memory.ByteSize;
import dev.seisei.engine.memory.MemoryLimitException;
import dev.seisei.server.queue.QueueClosedException;
import dev.seisei.server.queue.QueueFullException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever goes wrong at an endpoint into a {@link Problem}. */
final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  /** Of a stack that overflowed, a thousand frames say no more than the first. */
  private static final int MOST_FRAMES = 60;

  /** What a client is told of a failure when the status is sent already. */
  Problem problem(Throwable failure) {
    Throwable cause = failure.getCause();
    if (failure instanceof CompletionException && cause != null) {
      return problem(cause);
    }
    Response response;
    if (failure instanceof ApiException api) {
      response = api(api);
    } else if (failure instanceof SettingException setting) {
      response = setting(setting);
    } else if (failure instanceof QueueClosedException stopping) {
      response = closed(stopping);
    } else if (failure instanceof MemoryLimitException large) {
      response = large(large);
    } else if (failure instanceof TimeoutException late) {
      response = late(late);
    } else {
      response = failed(failure);
    }
    return (Problem) response.getEntity();
  }

  @ServerExceptionMapper
  Response api(ApiException e) {
    Response.ResponseBuilder response = e.problem().response(e.status());
    switch (e.status()) {
      case 413 -> response.header("Connection", "close");
      case 503 -> response.header(HttpHeaders.RETRY_AFTER, 1);
      default -> {}
    }
    return response.build();
  }

  @ServerExceptionMapper
  Response setting(SettingException e) {
    return Problem.of(400, String.valueOf(e.getMessage()), e.field(), "invalid_value")
        .response(400)
        .build();
  }

  @ServerExceptionMapper
  Response full(QueueFullException e) {
    return Problem.of(429, String.valueOf(e.getMessage()), null, "queue_full")
        .response(429)
        .header(HttpHeaders.RETRY_AFTER, e.retryAfter().toSeconds())
        .build();
  }

  @ServerExceptionMapper
  Response closed(QueueClosedException e) {
    return Problem.of(503, String.valueOf(e.getMessage()), null, "stopping")
        .response(503)
        .header(HttpHeaders.RETRY_AFTER, 1)
        .build();
  }

  @ServerExceptionMapper
  Response large(MemoryLimitException e) {
    LOG.warn("a request was refused: {}", e.getMessage());
    if (e.canNeverFit()) {
      String message =
          "this takes "
              + ByteSize.show(e.requestedBytes())
              + " of memory at once, which is more than the server may use in all; ask for less";
      return Problem.of(413, message, null, "out_of_memory").response(413).build();
    }
    return Problem.of(
            503,
            "there is not enough memory for this now; try later, or ask for less",
            null,
            "out_of_memory")
        .response(503)
        .header(HttpHeaders.RETRY_AFTER, 1)
        .build();
  }

  @ServerExceptionMapper
  Response late(TimeoutException e) {
    return Problem.of(503, "the sample took longer than the server allows", null, "timeout")
        .response(503)
        .header(HttpHeaders.RETRY_AFTER, 1)
        .build();
  }

  /** What the framework refuses: no such path, method, content type. */
  @ServerExceptionMapper
  Response refused(WebApplicationException e) {
    int status = e.getResponse().getStatus();
    Response.StatusType known = Response.Status.fromStatusCode(status);
    String reason = known == null ? "status " + status : known.getReasonPhrase();
    Response.ResponseBuilder response =
        Problem.of(status, reason.toLowerCase(Locale.ROOT), null, null).response(status);
    Object allowed = e.getResponse().getHeaders().getFirst(HttpHeaders.ALLOW);
    return allowed == null ? response.build() : response.header(HttpHeaders.ALLOW, allowed).build();
  }

  @ServerExceptionMapper
  Response failed(Throwable e) {
    StackTraceElement[] trace = e.getStackTrace();
    if (trace.length > MOST_FRAMES) {
      e.setStackTrace(Arrays.copyOf(trace, MOST_FRAMES));
    }
    LOG.error("a request failed", e);
    return Problem.of(500, "the server failed; its log says why", null, "internal_error")
        .response(500)
        .build();
  }
}
