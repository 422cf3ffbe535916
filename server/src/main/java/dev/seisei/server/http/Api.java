package dev.seisei.server.http;

import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What the endpoints have in common, for {@code /q/openapi}. */
@OpenAPIDefinition(
    info =
        @Info(
            title = "Seisei",
            version = "1",
            description = "Samples of generative models. Errors have the shape of OpenAI's."),
    components =
        @Components(
            responses =
                @APIResponse(
                    name = Api.ERROR,
                    description = "What is wrong, and with which field",
                    content =
                        @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = Problem.class)))))
public final class Api extends Application {
  static final String ERROR = "Error";
}
