package dev.seisei.server.http;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What clients are told when something is wrong, in the shape that OpenAI's endpoints have. */
@Schema(name = "Error")
record Problem(Detail error) {
  /**
   * The one field of {@link Problem}.
   *
   * @param message for people
   * @param type whose fault it is
   * @param param the field of the request that is not as it must be, if it is one
   * @param code for programs, if there is something to tell apart
   */
  @Schema(name = "ErrorDetail")
  record Detail(String message, String type, @Nullable String param, @Nullable String code) {}

  static Problem of(int status, String message, @Nullable String param, @Nullable String code) {
    return new Problem(new Detail(message, Type.of(status).text(), param, code));
  }

  Response.ResponseBuilder response(int status) {
    return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(this);
  }

  private enum Type {
    INVALID_REQUEST_ERROR,
    RATE_LIMIT_ERROR,
    SERVER_ERROR;

    static Type of(int status) {
      if (status == 429) {
        return RATE_LIMIT_ERROR;
      }
      return status >= 500 ? SERVER_ERROR : INVALID_REQUEST_ERROR;
    }

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
