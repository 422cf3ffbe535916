package dev.seisei.server.http;

import dev.seisei.core.sample.Sample;
import dev.seisei.core.settings.Settings;
import dev.seisei.server.ServerConfig;
import dev.seisei.server.models.Catalog;
import dev.seisei.server.models.ServedModel;
import io.micrometer.core.instrument.Timer;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Makes samples. */
@Singleton
@Path("/v1/samples")
@Tag(name = "samples", description = "What models make.")
public final class SamplesResource {
  private final Catalog catalog;
  private final ServerConfig config;
  private final RequestMeters meters;
  private final ManagedExecutor workers;
  private final Problems problems = new Problems();

  SamplesResource(
      Catalog catalog, ServerConfig config, RequestMeters meters, ManagedExecutor workers) {
    this.catalog = catalog;
    this.config = config;
    this.meters = meters;
    this.workers = workers;
  }

  /**
   * Reads a request and lets it wait for its turn; no thread waits with it. If the client goes
   * away, the framework cancels the result, which takes the request out of the queue.
   */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Blocking
  @Operation(operationId = "createSample", summary = "Makes a sample")
  @RequestBody(
      required = true,
      description =
          "The model, and what its requests have besides: GET /v1/models/{id} has the schema."
              + " Without a seed one is drawn, and told in the header X-Seed.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema =
                  @Schema(
                      type = SchemaType.OBJECT,
                      requiredProperties = SampleCall.MODEL,
                      properties =
                          @SchemaProperty(name = SampleCall.MODEL, type = SchemaType.STRING),
                      additionalProperties = Schema.True.class),
              example = "{\"model\": \"vae-mnist\", \"n\": 16, \"seed\": 7}"))
  @APIResponse(
      responseCode = "200",
      description = "The sample, in the format that Accept asks for, or in its natural one",
      headers =
          @Header(
              name = SampleWriter.SEED_HEADER,
              description = "The seed, given or drawn: with it the sample can be made again",
              schema = @Schema(type = SchemaType.INTEGER)),
      content = {
        @Content(mediaType = "image/png", schema = @Schema(type = SchemaType.STRING)),
        @Content(mediaType = "image/gif", schema = @Schema(type = SchemaType.STRING)),
        @Content(mediaType = "text/csv", schema = @Schema(type = SchemaType.STRING)),
        @Content(mediaType = "text/plain", schema = @Schema(type = SchemaType.STRING)),
        @Content(mediaType = "audio/midi", schema = @Schema(type = SchemaType.STRING)),
        @Content(mediaType = "audio/wav", schema = @Schema(type = SchemaType.STRING)),
        @Content(mediaType = "application/json", schema = @Schema(type = SchemaType.OBJECT)),
        @Content(
            mediaType = "text/event-stream",
            schema =
                @Schema(
                    type = SchemaType.STRING,
                    description =
                        "Of models that work step by step: events piece {index, text} as text"
                            + " comes, then done {model, seed, finish}, or error"))
      })
  @APIResponse(responseCode = "400", ref = Api.ERROR)
  @APIResponse(responseCode = "404", ref = Api.ERROR)
  @APIResponse(responseCode = "406", ref = Api.ERROR)
  @APIResponse(responseCode = "413", ref = Api.ERROR)
  @APIResponse(responseCode = "415", ref = Api.ERROR)
  @APIResponse(responseCode = "429", ref = Api.ERROR)
  @APIResponse(responseCode = "500", ref = Api.ERROR)
  @APIResponse(responseCode = "503", ref = Api.ERROR)
  public CompletionStage<Response> sample(InputStream body, @Context HttpHeaders headers)
      throws IOException {
    if (headers.getMediaType() == null) {
      throw ApiException.unsupportedMediaType();
    }
    List<MediaType> accepted = accepted(headers);
    format(Formats.all(), accepted);
    SampleCall call = SampleCall.of(Body.read(body, config.maxBodySize().asLongValue()));
    ServedModel model = ModelsResource.served(catalog, call.model());

    Timer.Sample clock = meters.start();
    if (format(Formats.all(model.streams()), accepted).equals(Formats.EVENTS)) {
      return stream(model, call, clock);
    }
    CompletableFuture<Response> response = respond(model, call, accepted);
    var unused =
        response.whenComplete((done, failure) -> meters.stop(clock, call.model(), failure));
    return response;
  }

  /** The response is there with the first event; the rest follows as it is made. */
  private CompletableFuture<Response> stream(
      ServedModel model, SampleCall call, Timer.Sample clock) {
    try {
      Record request = model.model().request(call.seeded(model.settings()).settings());
      EventStream events =
          new EventStream(
              call.model(), Settings.values(request).get(SampleCall.SEED), problems, workers);
      CompletableFuture<Sample> sample =
          model
              .submit(request, events)
              .orTimeout(config.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
      var unused =
          sample.whenComplete((done, failure) -> meters.stop(clock, call.model(), failure));
      return events.of(sample);
    } catch (RuntimeException | Error e) {
      meters.stop(clock, call.model(), e);
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletableFuture<Response> respond(
      ServedModel model, SampleCall call, List<MediaType> accepted) {
    CompletableFuture<Sample> sample;
    @Nullable Object seed;
    try {
      Record request = model.model().request(call.seeded(model.settings()).settings());
      seed = Settings.values(request).get(SampleCall.SEED);
      sample = model.submit(request);
    } catch (RuntimeException | Error e) {
      return CompletableFuture.failedFuture(e);
    }
    CompletableFuture<Response> response =
        sample
            .orTimeout(config.requestTimeout().toMillis(), TimeUnit.MILLISECONDS)
            .thenApplyAsync(
                made ->
                    SampleWriter.write(made, format(made.formats(), accepted), call.model(), seed),
                workers);
    var unused = response.whenComplete((done, failure) -> sample.cancel(false));
    return response;
  }

  private static List<MediaType> accepted(HttpHeaders headers) {
    try {
      return headers.getAcceptableMediaTypes();
    } catch (IllegalArgumentException e) {
      throw ApiException.badAccept(e);
    }
  }

  private static String format(List<String> formats, List<MediaType> accepted) {
    return Formats.choose(formats, accepted)
        .orElseThrow(() -> ApiException.notAcceptable(Formats.mediaTypes(formats)));
  }
}
