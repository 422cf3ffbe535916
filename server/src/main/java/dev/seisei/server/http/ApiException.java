package dev.seisei.server.http;

import dev.seisei.server.models.Catalog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request that is answered by an error. */
final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private static final int LONGEST_SHOWN = 200;

  private final int status;
  private final @Nullable String param;
  private final @Nullable String code;

  private ApiException(int status, String message, @Nullable String param, @Nullable String code) {
    super(message);
    this.status = status;
    this.param = param;
    this.code = code;
  }

  /**
   * @param why what is said of the body: a predicate
   */
  static ApiException notJson(String why) {
    return new ApiException(400, "the body " + shown(why), null, "invalid_json");
  }

  static ApiException wrongModel(String why) {
    return new ApiException(400, why, "model", "invalid_value");
  }

  static ApiException modelNotFound(String id, Catalog catalog) {
    List<String> known = catalog.all().stream().map(model -> model.id()).toList();
    return new ApiException(
        404,
        "there is no model \"" + shown(id) + "\"; there are " + known,
        "model",
        "model_not_found");
  }

  static ApiException badAccept(IllegalArgumentException why) {
    ApiException bad =
        new ApiException(
            400, "the header Accept is not as it must be: " + why.getMessage(), null, null);
    bad.initCause(why);
    return bad;
  }

  static ApiException notAcceptable(List<String> mediaTypes) {
    return new ApiException(
        406,
        "nothing in the header Accept can be made; there are " + String.join(", ", mediaTypes),
        null,
        "not_acceptable");
  }

  static ApiException bodyTooLarge(long limit) {
    return new ApiException(
        413, "the body has more than " + limit + " bytes", null, "body_too_large");
  }

  static ApiException unsupportedMediaType() {
    return new ApiException(
        415, "the header Content-Type must be application/json", null, "unsupported_media_type");
  }

  static ApiException modelLoading(String id) {
    return new ApiException(
        503, "the model \"" + id + "\" is being loaded; try again", "model", "model_loading");
  }

  static ApiException modelBroken(String id) {
    return new ApiException(
        503,
        "the model \"" + id + "\" could not be loaded; the server's log says why",
        "model",
        "model_unavailable");
  }

  int status() {
    return status;
  }

  Problem problem() {
    return Problem.of(status, String.valueOf(getMessage()), param, code);
  }

  /** What a client sent, not longer than one wants to read it back. */
  private static String shown(String text) {
    return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
  }
}
