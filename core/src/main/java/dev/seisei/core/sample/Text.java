package dev.seisei.core.sample;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Pieces of text. As {@code txt} in UTF-8, each ended by a new line, with an empty line between
 * two; as {@code json} an array of strings.
 */
public final class Text implements Sample {
  private final List<String> pieces;

  /**
   * @throws IllegalArgumentException if there are no pieces
   */
  public Text(List<String> pieces) {
    this.pieces = SampleFiles.someOf("pieces", pieces);
  }

  public List<String> pieces() {
    return pieces;
  }

  @Override
  public int size() {
    return pieces.size();
  }

  @Override
  public Text slice(int from, int count) {
    SampleFiles.checkRange(from, count, size());
    return new Text(pieces.subList(from, from + count));
  }

  @Override
  public List<String> formats() {
    return List.of("txt", "json");
  }

  @Override
  public void write(String format, OutputStream out) throws IOException {
    switch (format) {
      case "txt" ->
          out.write((String.join("\n\n", pieces) + "\n").getBytes(StandardCharsets.UTF_8));
      case "json" -> writeJson(out);
      default -> throw SampleFiles.unknown(this, format);
    }
  }

  private void writeJson(OutputStream out) throws IOException {
    try (JsonGenerator json = Numbers.json(out)) {
      json.writeArray(pieces.toArray(String[]::new), 0, pieces.size());
    }
  }
}
