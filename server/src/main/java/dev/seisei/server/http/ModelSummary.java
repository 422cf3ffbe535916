package dev.seisei.server.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.seisei.server.models.ServedModel;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A model in the list, with OpenAI's fields and some of ours.
 *
 * @param id what {@code model} in a request says
 * @param object always {@code model}
 * @param created when its checkpoint was written, in seconds since 1970
 * @param ownedBy always {@code seisei}
 * @param family the kind of model it is
 * @param description what that kind is
 * @param sample what a request with defaults makes; null if a request needs something that has no
 *     default
 */
@Schema(name = "Model")
record ModelSummary(
    String id,
    String object,
    long created,
    @JsonProperty("owned_by") String ownedBy,
    String family,
    String description,
    @Nullable Output sample) {

  /**
   * What a request with defaults makes.
   *
   * @param kind such as {@code images}
   * @param formats media types to ask for; the first is the natural one
   */
  @Schema(name = "Output")
  record Output(String kind, List<String> formats) {}

  /** All models, as OpenAI lists things. */
  @Schema(name = "Models")
  record Page(String object, List<ModelSummary> data) {
    static Page of(List<ModelSummary> models) {
      return new Page("list", models);
    }
  }

  static ModelSummary of(ServedModel served) {
    return new ModelSummary(
        served.model().name(),
        "model",
        served.created().getEpochSecond(),
        "seisei",
        served.model().family().id(),
        served.model().family().description(),
        served
            .output()
            .map(output -> new Output(output.kind(), Formats.mediaTypes(formats(served, output))))
            .orElse(null));
  }

  private static List<String> formats(ServedModel served, ServedModel.Output output) {
    return served.streams()
        ? Stream.concat(output.formats().stream(), Stream.of(Formats.EVENTS)).toList()
        : output.formats();
  }
}
