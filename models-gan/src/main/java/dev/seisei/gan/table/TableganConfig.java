package dev.seisei.gan.table;

import dev.seisei.core.dataset.TableDataset;
import dev.seisei.core.dataset.TableSet;
import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;

/**
 * What the graphs of an EfficientGAN over tables are built from.
 *
 * @param columns what was learned of the columns; from the data
 * @param labelColumn the column that says which rows are normal, which is not looked at otherwise;
 *     empty if there is none, and all rows are
 * @param normalValue what normal rows have in it
 * @param latentDim dimensions of z
 * @param hidden features of each hidden layer
 * @param featureShare share of the features' distance in the score; the columns' has the rest
 */
public record TableganConfig(
    @Description("what was learned of the columns; from the data") String columns,
    @Description("column that says which rows are normal; empty: there is none") String labelColumn,
    @Description("what normal rows have in the label column") String normalValue,
    @Description("dimensions of the latent space") int latentDim,
    @Description("features of each hidden layer") int hidden,
    @Description("share of the features' distance in the score") double featureShare) {

  public TableganConfig {
    Require.inRange("latent_dim", latentDim, 1, 4096);
    Require.inRange("hidden", hidden, 1, 8192);
    Require.inRange("feature_share", featureShare, 0, 1);
    if (!columns.isEmpty()) {
      TableCode.parse(columns);
    }
  }

  /** Small networks, over a table whose column {@code fraud} is 0 in normal rows. */
  public TableganConfig() {
    this("", "fraud", "0", 4, 64, 0.1);
  }

  /** The columns as numbers. */
  TableCode code() {
    return TableCode.parse(columns);
  }

  /**
   * The same for a table.
   *
   * @throws dev.seisei.core.settings.SettingException if it has no label column, or no normal rows
   */
  TableganConfig withData(TableDataset data) {
    TableSet rows = data.train();
    Require.that(
        labelColumn.isEmpty() || rows.columns().contains(labelColumn),
        "label_column",
        "label_column must be empty or one of %s, got \"%s\""
            .formatted(rows.columns(), labelColumn));
    TableSet normal = normal(rows);
    Require.that(
        normal.size() > 0,
        "normal_value",
        "normal_value must be what some rows have in %s, got \"%s\""
            .formatted(labelColumn, normalValue));
    // Values are those of all rows: a category of anomalous rows alone is no error later.
    String learned =
        columns.isEmpty() ? TableCode.learn(rows, data.test(), labelColumn).text() : columns;
    return new TableganConfig(learned, labelColumn, normalValue, latentDim, hidden, featureShare);
  }

  /** The rows to learn from. */
  TableSet normal(TableSet rows) {
    if (labelColumn.isEmpty()) {
      return rows;
    }
    int label = rows.columns().indexOf(labelColumn);
    return new TableSet(
        rows.columns(),
        rows.rows().stream().filter(row -> row.get(label).equals(normalValue)).toList());
  }
}
