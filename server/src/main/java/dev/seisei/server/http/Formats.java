package dev.seisei.server.http;

import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What samples are written as, and the media types that stand for it in HTTP. */
final class Formats {
  private static final Map<String, MediaType> BY_ENDING = new LinkedHashMap<>();

  static {
    BY_ENDING.put("png", new MediaType("image", "png"));
    BY_ENDING.put("gif", new MediaType("image", "gif"));
    BY_ENDING.put("json", MediaType.APPLICATION_JSON_TYPE);
    BY_ENDING.put("csv", new MediaType("text", "csv", "utf-8"));
    BY_ENDING.put("txt", new MediaType("text", "plain", "utf-8"));
    BY_ENDING.put("mid", new MediaType("audio", "midi"));
    BY_ENDING.put("wav", new MediaType("audio", "wav"));
  }

  private Formats() {}

  /** All that any sample may be written as. */
  static List<String> all() {
    return List.copyOf(BY_ENDING.keySet());
  }

  static MediaType mediaType(String format) {
    MediaType type = BY_ENDING.get(format);
    return type == null ? MediaType.APPLICATION_OCTET_STREAM_TYPE : type;
  }

  /** Media types without their parameters, as in the header {@code Accept}. */
  static List<String> mediaTypes(List<String> formats) {
    return formats.stream().map(Formats::mediaType).map(Formats::bare).toList();
  }

  /**
   * The first of some formats that a client accepts most gladly.
   *
   * @param accepted best first
   */
  static Optional<String> choose(List<String> formats, List<MediaType> accepted) {
    return accepted.stream()
        .filter(type -> !refused(type))
        .flatMap(type -> formats.stream().filter(format -> type.isCompatible(mediaType(format))))
        .findFirst();
  }

  private static boolean refused(MediaType type) {
    return type.getParameters().getOrDefault("q", "1").matches("0(\\.0*)?");
  }

  private static String bare(MediaType type) {
    return type.getType() + "/" + type.getSubtype();
  }
}
