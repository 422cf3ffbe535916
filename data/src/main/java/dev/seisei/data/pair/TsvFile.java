package dev.seisei.data.pair;

import dev.seisei.core.dataset.PairDataset.Pair;
import dev.seisei.core.file.FileReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file in UTF-8 of lines with a source, a tab and its target. Empty lines are passed over. */
final class TsvFile {
  /** A larger file is none to hold in memory. */
  private static final long MAX_BYTES = 1L << 30;

  private static final String MARK = "\uFEFF";

  private TsvFile() {}

  /**
   * Reads a file.
   *
   * @param reference as it was asked for
   * @throws IllegalArgumentException if there is no such file, it is not UTF-8, or a line has not
   *     two fields, naming its number
   */
  static InMemoryPairs open(String reference, Path file) {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(reference + ": there is no file " + file);
    }
    try {
      long bytes = Files.size(file);
      if (bytes > MAX_BYTES) {
        throw new IllegalArgumentException(
            reference + " has " + bytes + " bytes, at most " + MAX_BYTES + " are read");
      }
      return new InMemoryPairs(reference, pairs(reference, text(Files.readAllBytes(file))));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(reference + " is not UTF-8; save it so", e);
    } catch (IOException e) {
      throw new IllegalArgumentException(reference + ": " + FileReason.withFile(e), e);
    }
  }

  private static String text(byte[] bytes) throws CharacterCodingException {
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    return text.startsWith(MARK) ? text.substring(MARK.length()) : text;
  }

  static List<Pair> pairs(String name, String text) {
    List<Pair> pairs = new ArrayList<>();
    int number = 0;
    for (String line : text.split("\r\n|\n", -1)) {
      number++;
      if (line.isEmpty()) {
        continue;
      }
      int tab = line.indexOf('\t');
      if (tab < 1 || tab == line.length() - 1 || line.indexOf('\t', tab + 1) >= 0) {
        throw new IllegalArgumentException(
            "%s: line %d must be a source, a tab and a target, got %s"
                .formatted(name, number, line.length() > 60 ? line.substring(0, 60) + "…" : line));
      }
      pairs.add(new Pair(line.substring(0, tab), line.substring(tab + 1)));
    }
    return pairs;
  }
}
