package dev.seisei.server.http;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.seisei.core.checkpoint.ModelCard;
import dev.seisei.core.settings.Settings;
import dev.seisei.server.models.ServedModel;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * All that is known of a model.
 *
 * @param summary its entry in the list
 * @param card the model card: the YAML head, and Markdown
 * @param config what its graph is built from
 * @param request JSON Schema of the fields that a request has besides {@code model}
 * @param training how it was trained
 */
@Schema(name = "ModelDetails")
record ModelDetails(
    @JsonUnwrapped ModelSummary summary,
    ModelCard card,
    Map<String, Object> config,
    Map<String, Object> request,
    Map<String, Object> training) {

  static ModelDetails of(ServedModel served) {
    return new ModelDetails(
        ModelSummary.of(served),
        served.card(),
        served.model().checkpoint().config(),
        Settings.schema(served.model().family().requestType()),
        served.training());
  }
}
