package dev.seisei.server.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.seisei.core.sample.Sample;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes samples as responses. */
final class SampleWriter {
  static final String SEED_HEADER = "X-Seed";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private SampleWriter() {}

  /**
   * A response with a sample.
   *
   * @param seed the sample's, null if it has none; JSON has it beside the numbers, and every format
   *     in a header
   */
  static Response write(Sample sample, String format, String model, @Nullable Object seed) {
    Response.ResponseBuilder response =
        Response.ok(
            format.equals("json") ? envelope(sample, model, seed) : bytes(sample, format),
            Formats.mediaType(format));
    return seed == null ? response.build() : response.header(SEED_HEADER, seed).build();
  }

  private static byte[] envelope(Sample sample, String model, @Nullable Object seed) {
    Map<String, Object> envelope = new LinkedHashMap<>();
    envelope.put("object", "sample");
    envelope.put("model", model);
    if (seed != null) {
      envelope.put("seed", seed);
    }
    String numbers = new String(bytes(sample, "json"), StandardCharsets.UTF_8);
    envelope.put("sample", new RawValue(numbers.strip()));
    try {
      return MAPPER.writeValueAsBytes(envelope);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(Sample sample, String format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      sample.write(format, out);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a sample as " + format, e);
    }
    return out.toByteArray();
  }
}
