package dev.seisei.core.sample;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Sequences of token ids, of any lengths. As {@code json} an array of arrays. */
public final class Tokens implements Sample {
  private final List<int[]> sequences;

  /**
   * @param sequences not copied
   * @throws IllegalArgumentException if there are no sequences
   */
  public Tokens(List<int[]> sequences) {
    this.sequences = SampleFiles.someOf("sequences", sequences);
  }

  /** A copy of one sequence. */
  public int[] ids(int index) {
    return sequences.get(index).clone();
  }

  @Override
  public int size() {
    return sequences.size();
  }

  @Override
  public Tokens slice(int from, int count) {
    SampleFiles.checkRange(from, count, size());
    return new Tokens(sequences.subList(from, from + count));
  }

  @Override
  public List<String> formats() {
    return List.of("json");
  }

  @Override
  public void write(String format, OutputStream out) throws IOException {
    if (!format.equals("json")) {
      throw SampleFiles.unknown(this, format);
    }
    try (JsonGenerator json = Numbers.json(out)) {
      json.writeStartArray();
      for (int[] ids : sequences) {
        json.writeArray(ids, 0, ids.length);
      }
      json.writeEndArray();
    }
  }
}
