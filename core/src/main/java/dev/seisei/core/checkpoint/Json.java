package dev.seisei.core.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** JSON of checkpoints, which is hostile until checked. */
public final class Json {
  /** Refuses keys given twice, text behind the end, and what is nested deeper than any model's. */
  public static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(64).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final int LONGEST_QUOTE = 120;

  private Json() {}

  /**
   * The object in a file.
   *
   * @throws IllegalArgumentException if it holds none or is larger than that, naming the file
   */
  public static Map<String, Object> read(Path file, int maxBytes) {
    return parse(file, Reading.all(file, maxBytes));
  }

  /** The object in the bytes of a file; see {@link #read}. */
  public static Map<String, Object> parse(Path file, byte[] bytes) {
    try {
      Map<String, Object> read =
          MAPPER.readValue(bytes, new TypeReference<LinkedHashMap<String, Object>>() {});
      if (read == null) {
        throw new IllegalArgumentException(file + " must hold a JSON object, got null");
      }
      return read;
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " must hold a JSON object: " + reason(e), e);
    }
  }

  /** An object as the text of a file: indented, with equal line ends on all systems. */
  public static byte[] write(Map<String, ?> object) {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(indenter);
    printer.indentArraysWith(indenter);
    try {
      String text = MAPPER.writer(printer).writeValueAsString(object) + "\n";
      return text.getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not to be written as JSON: " + reason(e), e);
    }
  }

  /** What the parser found, and where. */
  public static String reason(IOException e) {
    if (e instanceof JsonProcessingException json) {
      String place =
          json.getLocation() == null
              ? ""
              : " (line "
                  + json.getLocation().getLineNr()
                  + ", column "
                  + json.getLocation().getColumnNr()
                  + ")";
      return shortened(String.valueOf(json.getOriginalMessage())) + place;
    }
    return shortened(String.valueOf(e.getMessage()));
  }

  /** A name from a file as an error shows it: short, on one line. */
  public static String quote(String text) {
    return "\"" + shortened(text) + "\"";
  }

  public static String shortened(String text) {
    String start = text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "…" : text;
    return start.replaceAll("\\p{Cntrl}", "\uFFFD");
  }
}
