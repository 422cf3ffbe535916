package dev.seisei.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seisei.core.model.Finish;
import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.sample.Sample;
import dev.seisei.core.settings.Names;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jboss.resteasy.reactive.server.spi.ServerHttpResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sample as server-sent events: {@code piece} with each piece of text as it comes, then {@code
 * done}. What goes wrong before the first event is answered by a status, after it by the event
 * {@code error}.
 *
 * <p>The thread that computes writes, and never waits for the client: what a slow one has not read
 * yet is kept, which is no more than the sample.
 *
 * <p>Thread-safe.
 */
final class EventStream implements GenerationListener {
  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String model;
  private final @Nullable Object seed;
  private final Problems problems;
  private final Executor workers;

  private final CompletableFuture<Response> response = new CompletableFuture<>();
  private final Map<Integer, String> finishes = new TreeMap<>();

  /** Events that came before there was something to write them to. */
  private final ByteArrayOutputStream early = new ByteArrayOutputStream();

  private @Nullable ServerHttpResponse out;
  private boolean begun;
  private boolean ended;
  private Runnable cancel = () -> {};

  /**
   * @param seed the sample's, null if it has none
   * @param workers where the response is sent from, in place of the thread that computes
   */
  EventStream(String model, @Nullable Object seed, Problems problems, Executor workers) {
    this.model = model;
    this.seed = seed;
    this.problems = problems;
    this.workers = workers;
  }

  /**
   * The response, which is there as soon as it begins. A client that goes away cancels the sample.
   *
   * @param sample that this listens to
   */
  CompletableFuture<Response> of(CompletableFuture<Sample> sample) {
    synchronized (this) {
      cancel = () -> sample.cancel(false);
    }
    var unused =
        response.whenComplete(
            (sent, failure) -> {
              if (failure != null) {
                sample.cancel(false);
              }
            });
    var unusedToo = sample.whenComplete(this::end);
    return response;
  }

  @Override
  public synchronized void piece(int index, String text) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("index", index);
    data.put("text", text);
    send("piece", data);
  }

  @Override
  public synchronized void finished(int index, Finish why) {
    finishes.put(index, Names.outside(why));
  }

  private synchronized void end(@Nullable Sample sample, @Nullable Throwable failure) {
    if (sample == null && !begun) {
      Throwable why = failure == null ? new IllegalStateException("no sample") : failure;
      workers.execute(() -> response.completeExceptionally(why));
      return;
    }
    if (sample != null) {
      send("done", done(sample.size()));
    } else if (failure != null && !(failure instanceof CancellationException)) {
      send("error", problems.problem(failure));
    }
    ended = true;
    ServerHttpResponse to = out;
    if (to != null) {
      finish(to);
    }
  }

  private Map<String, @Nullable Object> done(int size) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("object", "sample");
    data.put("model", model);
    if (seed != null) {
      data.put("seed", seed);
    }
    List<@Nullable String> finish = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      finish.add(finishes.get(i));
    }
    data.put("finish", finish);
    return data;
  }

  private void send(String event, Object data) {
    if (ended) {
      return;
    }
    byte[] bytes = bytes(event, data);
    ServerHttpResponse to = out;
    if (to == null) {
      early.writeBytes(bytes);
    } else {
      write(to, bytes);
    }
    if (!begun) {
      begun = true;
      workers.execute(() -> response.complete(head()));
    }
  }

  private static byte[] bytes(String event, Object data) {
    try {
      return ("event: " + event + "\ndata: " + JSON.writeValueAsString(data) + "\n\n")
          .getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an event cannot be written", e);
    }
  }

  private Response head() {
    Response.ResponseBuilder head =
        Response.ok(this, MediaType.SERVER_SENT_EVENTS_TYPE)
            .header("Cache-Control", "no-store")
            // Proxies of nginx' kind would collect events otherwise.
            .header("X-Accel-Buffering", "no");
    return seed == null ? head.build() : head.header(SampleWriter.SEED_HEADER, seed).build();
  }

  /** Writes what came already, and what comes, to a response whose head is ready. */
  synchronized void to(ServerHttpResponse to) {
    to.setChunked(true);
    to.addCloseHandler(cancel);
    out = to;
    write(to, early.toByteArray());
    early.reset();
    if (to.closed()) {
      cancel.run();
    }
    if (ended) {
      finish(to);
    }
  }

  /** The client may be gone at any time, which ends the sample and harms nobody else. */
  private void write(ServerHttpResponse to, byte[] bytes) {
    try {
      var unused =
          to.write(bytes)
              .whenComplete(
                  (sent, failure) -> {
                    if (failure != null) {
                      cancel.run();
                    }
                  });
    } catch (RuntimeException e) {
      LOG.debug("a client went away", e);
      cancel.run();
    }
  }

  private static void finish(ServerHttpResponse to) {
    try {
      to.end();
    } catch (RuntimeException e) {
      LOG.debug("a client went away", e);
    }
  }
}
