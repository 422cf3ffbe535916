package dev.seisei.data.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.dataset.Datasets;
import dev.seisei.core.dataset.TableDataset;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TablesTest {
  @TempDir Path temporary;

  private TableDataset open(String content) throws IOException {
    Path file = temporary.resolve("table.csv");
    Files.writeString(file, content, StandardCharsets.UTF_8);
    return (TableDataset) Datasets.open("csv:" + file);
  }

  @Test
  void aFileIsReadWithQuotesAndAFifthIsHeldOut() throws IOException {
    StringBuilder content = new StringBuilder("name,\"the amount\"\r\n");
    for (int i = 0; i < 20; i++) {
      content.append("\"row, ").append(i).append(" \"\"it\"\"\",").append(i).append("\r\n");
    }
    TableDataset table = open(content.toString());
    assertEquals(List.of("name", "the amount"), table.train().columns());
    assertEquals(16, table.train().size());
    assertEquals(4, table.test().size());
    List<List<String>> rows = new ArrayList<>(table.train().rows());
    rows.addAll(table.test().rows());
    assertEquals(20, new HashSet<>(rows).size());
    assertTrue(rows.contains(List.of("row, 7 \"it\"", "7")), rows.toString());
    assertEquals(table.hash(), open(content.toString()).hash());
    assertNotEquals(table.hash(), open(content + "x,20\r\n").hash());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'a,b\n1,2,3\n' | line 2 has 3 values, the first line has 2",
        "'a,b\n' | got none",
        "'a,a\n1,2\n' | two columns are called a",
        "'a,b\n1,\"2\n' | table.csv"
      })
  void whatIsNoTableIsRefused(String content, String said) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> open(content.replace("\\n", "\n")));
    assertTrue(e.toString().contains(said), e.toString());
  }

  @Test
  void whatSpreadsheetsPutInFrontIsNoPartOfAName() throws IOException {
    assertEquals(List.of("a", "b"), open("\uFEFFa,b\n1,2\n3,4\n").train().columns());
  }

  @Test
  void anotherEncodingIsSaid() throws IOException {
    Path file = temporary.resolve("latin.csv");
    Files.write(file, "name\nM\u00FCller\n".getBytes(StandardCharsets.ISO_8859_1));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Datasets.open("csv:" + file));
    assertTrue(e.toString().contains("is not in UTF-8"), e.toString());
  }

  @Test
  void aMissingFileIsNamed() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Datasets.open("csv:nowhere.csv"));
    assertTrue(e.toString().contains("nowhere.csv"), e.toString());
  }

  @Test
  void fraudIsPlantedInTwoOfAHundredPayments() {
    TableDataset table = (TableDataset) Datasets.open("planted-fraud");
    assertEquals(20_000, table.train().size());
    assertEquals(10_000, table.test().size());
    for (List<String> labels :
        List.of(table.train().values("fraud"), table.test().values("fraud"))) {
      double share = (double) labels.stream().filter("1"::equals).count() / labels.size();
      assertEquals(0.02, share, 0.004);
    }
    assertEquals(table.hash(), ((TableDataset) Datasets.open("planted-fraud")).hash());
    assertNotEquals(table.train().rows().get(0), table.test().rows().get(0));
  }

  /** No single column tells: each value of a fraud is one that some payment may have. */
  @Test
  void noColumnAloneGivesAFraudAway() {
    TableDataset table = (TableDataset) Datasets.open("planted-fraud");
    int fraud = table.test().columns().indexOf("fraud");
    double mostNormal = 0;
    double leastFraud = Double.POSITIVE_INFINITY;
    for (List<String> row : table.test().rows()) {
      double amount = Double.parseDouble(row.get(0));
      if (row.get(fraud).equals("0")) {
        mostNormal = Math.max(mostNormal, amount);
      } else {
        leastFraud = Math.min(leastFraud, amount);
      }
    }
    assertTrue(leastFraud < mostNormal / 10);
  }
}
