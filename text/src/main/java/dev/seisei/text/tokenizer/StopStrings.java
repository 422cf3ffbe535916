package dev.seisei.text.tokenizer;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ends a stream of text at the first of some strings. What may be the beginning of one is held back
 * until that is known; the string itself, and what follows, is never passed on.
 *
 * <p>The first is the one that is complete first; of those that are complete at once, the longest.
 * So how text is cut into pieces does not matter. Not thread-safe.
 */
public final class StopStrings {
  private final List<String> stops;
  private final int longest;
  private final StringBuilder held = new StringBuilder();
  private @Nullable String found;

  /**
   * For one stream.
   *
   * @param stops none is empty; there may be none at all
   * @throws IllegalArgumentException if one is empty
   */
  public StopStrings(Collection<String> stops) {
    if (stops.stream().anyMatch(String::isEmpty)) {
      throw new IllegalArgumentException("stop strings must not be empty, got " + stops);
    }
    this.stops = stops.stream().distinct().toList();
    this.longest = stops.stream().mapToInt(String::length).max().orElse(0);
  }

  /**
   * Takes the next piece of text.
   *
   * @return what can be passed on now; often empty
   */
  public String add(String piece) {
    if (found != null) {
      return "";
    }
    if (stops.isEmpty()) {
      return piece;
    }
    for (int i = 0; i < piece.length(); i++) {
      held.append(piece.charAt(i));
      String stop = longestAtEnd();
      if (stop != null) {
        found = stop;
        held.setLength(held.length() - stop.length());
        return take(held.length());
      }
    }
    return take(held.length() - beginningAtEnd());
  }

  private @Nullable String longestAtEnd() {
    String best = null;
    for (String stop : stops) {
      boolean longer = best == null || stop.length() > best.length();
      if (longer && endsWith(stop, stop.length())) {
        best = stop;
      }
    }
    return best;
  }

  /** The length of the longest beginning of a stop string that the held text ends with. */
  private int beginningAtEnd() {
    for (int length = Math.min(longest - 1, held.length()); length > 0; length--) {
      for (String stop : stops) {
        if (length < stop.length() && endsWith(stop, length)) {
          return length;
        }
      }
    }
    return 0;
  }

  private boolean endsWith(String stop, int length) {
    int start = held.length() - length;
    if (start < 0) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (held.charAt(start + i) != stop.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private String take(int length) {
    String taken = held.substring(0, length);
    held.delete(0, length);
    return taken;
  }

  /** What was held back, when the stream ends without a stop string. */
  public String end() {
    return found == null ? take(held.length()) : "";
  }

  /** The string at which the text ended; empty as long as none came. */
  public Optional<String> stop() {
    return Optional.ofNullable(found);
  }
}
