package dev.seisei.server.http;

import jakarta.ws.rs.core.MediaType;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What samples are written as, and the media types that stand for it in HTTP. */
final class Formats {
  /** Events as a sample comes, for models that work step by step; no format of a file. */
  static final String EVENTS = "events";

  private static final Map<String, MediaType> BY_ENDING = new LinkedHashMap<>();

  static {
    BY_ENDING.put("png", new MediaType("image", "png"));
    BY_ENDING.put("gif", new MediaType("image", "gif"));
    BY_ENDING.put("json", MediaType.APPLICATION_JSON_TYPE);
    BY_ENDING.put("csv", new MediaType("text", "csv", "utf-8"));
    BY_ENDING.put("txt", new MediaType("text", "plain", "utf-8"));
    BY_ENDING.put("mid", new MediaType("audio", "midi"));
    BY_ENDING.put("wav", new MediaType("audio", "wav"));
    // Last: of several that are accepted as gladly, files come first.
    BY_ENDING.put(EVENTS, MediaType.SERVER_SENT_EVENTS_TYPE);
  }

  private Formats() {}

  /** All that any sample may be written as, or streamed. */
  static List<String> all() {
    return List.copyOf(BY_ENDING.keySet());
  }

  /**
   * All that samples of one model may be written as.
   *
   * @param streams whether it can stream
   */
  static List<String> all(boolean streams) {
    return streams ? all() : all().stream().filter(format -> !format.equals(EVENTS)).toList();
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
   * The format that a client accepts most gladly; of several the natural one, that is the first.
   *
   * @param accepted the ranges of the header {@code Accept}
   * @return empty if it accepts none of them
   */
  static Optional<String> choose(List<String> formats, List<MediaType> accepted) {
    String best = null;
    double bestQuality = 0;
    for (String format : formats) {
      double quality = quality(mediaType(format), accepted);
      if (quality > bestQuality) {
        best = format;
        bestQuality = quality;
      }
    }
    return Optional.ofNullable(best);
  }

  /** What the narrowest of the ranges that a media type is in says of it. */
  private static double quality(MediaType type, List<MediaType> accepted) {
    return accepted.stream()
        .filter(range -> range.isCompatible(type))
        .max(Comparator.comparingInt(Formats::narrowness))
        .map(range -> quality(range.getParameters().getOrDefault("q", "1")))
        .orElse(0.0);
  }

  private static int narrowness(MediaType range) {
    if (range.isWildcardType()) {
      return 0;
    }
    return range.isWildcardSubtype() ? 1 : 2;
  }

  private static double quality(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static String bare(MediaType type) {
    return type.getType() + "/" + type.getSubtype();
  }
}
