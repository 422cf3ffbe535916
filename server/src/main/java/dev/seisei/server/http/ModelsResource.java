package dev.seisei.server.http;

import dev.seisei.server.models.Catalog;
import dev.seisei.server.models.ConfiguredModel;
import dev.seisei.server.models.ServedModel;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The models that are served. */
@Singleton
@Path("/v1/models")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "models", description = "The models that are served.")
public final class ModelsResource {
  private final Catalog catalog;

  ModelsResource(Catalog catalog) {
    this.catalog = catalog;
  }

  @GET
  @Operation(operationId = "listModels", summary = "Lists the models that are loaded")
  @APIResponse(
      responseCode = "200",
      description = "The models, those of the zoo first",
      content = @Content(schema = @Schema(implementation = ModelSummary.Page.class)))
  public ModelSummary.Page list() {
    return ModelSummary.Page.of(
        catalog.all().stream()
            .flatMap(model -> model.served().stream())
            .map(ModelSummary::of)
            .toList());
  }

  @GET
  @Path("/{id}")
  @Operation(
      operationId = "getModel",
      summary = "Describes a model: card, configuration, fields of a request, training")
  @APIResponse(
      responseCode = "200",
      description = "The model",
      content = @Content(schema = @Schema(implementation = ModelDetails.class)))
  @APIResponse(responseCode = "404", ref = Api.ERROR)
  @APIResponse(responseCode = "503", ref = Api.ERROR)
  public ModelDetails get(@PathParam("id") String id) {
    return ModelDetails.of(served(catalog, id));
  }

  /**
   * The model of an id.
   *
   * @throws ApiException if there is none, or it is not loaded
   */
  static ServedModel served(Catalog catalog, String id) {
    ConfiguredModel model =
        catalog.find(id).orElseThrow(() -> ApiException.modelNotFound(id, catalog));
    return model
        .served()
        .orElseThrow(
            () ->
                model.defect().isPresent()
                    ? ApiException.modelBroken(id)
                    : ApiException.modelLoading(id));
  }
}
