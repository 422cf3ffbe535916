package dev.seisei.server.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** Reads the body of a request: a JSON object, not larger and not deeper than allowed. */
final class Body {
  private static final int DEEPEST = 16;

  private static final String NO_OBJECT = "must be a JSON object, and nothing else";

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private Body() {}

  /**
   * Reads a whole body.
   *
   * @param limit most bytes that are read
   * @throws ApiException if the body is larger, or not a JSON object
   * @throws IOException if the client stops sending
   */
  static Map<String, Object> read(InputStream in, long limit) throws IOException {
    byte[] body = in.readNBytes(Math.toIntExact(limit + 1));
    if (body.length > limit) {
      throw ApiException.bodyTooLarge(limit);
    }
    Map<String, Object> object;
    try {
      object = MAPPER.readValue(body, OBJECT);
    } catch (StreamConstraintsException e) {
      throw ApiException.notJson(
          "is nested too deeply (more than " + DEEPEST + "), or has too long a number or name");
    } catch (MismatchedInputException e) {
      throw ApiException.notJson(NO_OBJECT);
    } catch (JsonProcessingException e) {
      throw ApiException.notJson("is not JSON: " + e.getOriginalMessage());
    }
    if (object == null) {
      throw ApiException.notJson(NO_OBJECT);
    }
    return object;
  }
}
