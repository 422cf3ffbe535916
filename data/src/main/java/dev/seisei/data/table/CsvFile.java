package dev.seisei.data.table;

import dev.seisei.core.dataset.TableSet;
import dev.seisei.data.Shuffle;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A CSV file as RFC 4180 has it, UTF-8, with the columns' names in its first line. A fifth of the
 * rows, always the same, is held out for tests.
 */
final class CsvFile {
  /** A larger file is no table to hold in memory. */
  private static final long MAX_BYTES = 1L << 30;

  private static final int TEST_SHARE = 5;
  private static final long TEST_SEED = 0;

  private CsvFile() {}

  /**
   * Reads a file.
   *
   * @param reference as it was asked for
   * @throws IllegalArgumentException if there is no such file, or it is no CSV file, naming the
   *     line
   */
  static InMemoryTable open(String reference, Path file) {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(reference + ": there is no file " + file);
    }
    try {
      long bytes = Files.size(file);
      if (bytes > MAX_BYTES) {
        throw new IllegalArgumentException(
            reference + " has " + bytes + " bytes, at most " + MAX_BYTES + " are read");
      }
      TableSet all = read(reference, file);
      Shuffle.HoldOut parts = Shuffle.holdOut(all.size(), all.size() / TEST_SHARE, TEST_SEED);
      return new InMemoryTable(reference, select(all, parts.kept()), select(all, parts.heldOut()));
    } catch (IOException e) {
      throw new IllegalArgumentException(reference + ": " + e.getMessage(), e);
    }
  }

  private static TableSet read(String reference, Path file) throws IOException {
    CSVFormat format = CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).setTrim(true).get();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        CSVParser parser = CSVParser.builder().setReader(reader).setFormat(format).get()) {
      List<String> columns = List.of();
      List<List<String>> rows = new ArrayList<>();
      for (CSVRecord record : parser) {
        List<String> values = record.toList();
        if (columns.isEmpty()) {
          columns = withoutMark(values);
        } else if (values.size() != columns.size()) {
          throw new IllegalArgumentException(
              "%s: line %d has %d values, the first line has %d"
                  .formatted(
                      reference, parser.getCurrentLineNumber(), values.size(), columns.size()));
        } else {
          rows.add(values);
        }
      }
      if (rows.isEmpty()) {
        throw new IllegalArgumentException(
            reference + ": there must be a line of names and lines of values, got none");
      }
      return new TableSet(columns, rows);
    } catch (UncheckedIOException e) {
      // How the parser says that what follows a quote is wrong, and the reader below it.
      boolean encoding = e.getCause() instanceof CharacterCodingException;
      String what = encoding ? "it is not in UTF-8; save it so" : String.valueOf(e.getMessage());
      throw new IllegalArgumentException(reference + ": " + what, e);
    }
  }

  /** Spreadsheets write a mark of the encoding in front of everything else. */
  private static List<String> withoutMark(List<String> names) {
    List<String> clean = new ArrayList<>(names);
    clean.set(0, names.get(0).replace("\uFEFF", ""));
    return clean;
  }

  private static TableSet select(TableSet all, int[] indices) {
    return new TableSet(
        all.columns(), Arrays.stream(indices).mapToObj(i -> all.rows().get(i)).toList());
  }
}
