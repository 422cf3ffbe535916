package dev.seisei.data.table;

import dev.seisei.core.dataset.TableDataset;
import dev.seisei.core.dataset.TableSet;
import dev.seisei.core.file.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** A table that is in memory already. */
public final class InMemoryTable implements TableDataset {
  private final String name;
  private final TableSet train;
  private final TableSet test;
  private final String hash;

  /**
   * @param name as it was asked for
   * @param test may be empty
   * @throws IllegalArgumentException if the parts have other columns
   */
  public InMemoryTable(String name, TableSet train, TableSet test) {
    if (!train.columns().equals(test.columns())) {
      throw new IllegalArgumentException(
          "%s: training rows have columns %s, test rows %s"
              .formatted(name, train.columns(), test.columns()));
    }
    this.name = name;
    this.train = train;
    this.test = test;
    this.hash = hash(train, test);
  }

  /** Over columns and values, each with its length in front, so that no two tables are alike. */
  private static String hash(TableSet train, TableSet test) {
    Sha256 hash = new Sha256();
    add(hash, List.of(String.valueOf(train.columns().size())));
    add(hash, train.columns());
    for (TableSet part : List.of(train, test)) {
      add(hash, List.of(String.valueOf(part.size())));
      part.rows().forEach(row -> add(hash, row));
    }
    return hash.hexadecimal();
  }

  private static void add(Sha256 hash, List<String> values) {
    for (String value : values) {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      hash.add((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
      hash.add(bytes);
    }
  }

  @Override
  public TableSet train() {
    return train;
  }

  @Override
  public TableSet test() {
    return test;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String hash() {
    return hash;
  }

  @Override
  public String summary() {
    return String.format(
        Locale.ROOT,
        "%,d + %,d rows of %d columns",
        train.size(),
        test.size(),
        train.columns().size());
  }
}
