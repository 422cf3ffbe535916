package dev.seisei.data.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.dataset.Datasets;
import dev.seisei.core.dataset.PairDataset;
import dev.seisei.core.dataset.PairDataset.Pair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairsTest {
  @TempDir Path folder;

  private PairDataset open(String content) throws IOException {
    Path file = folder.resolve("pairs.tsv");
    Files.writeString(file, content);
    return (PairDataset) Datasets.open("tsv:" + file);
  }

  private static List<Pair> numbers(int count) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pairs.add(new Pair("source " + i / 2, "target " + i));
    }
    return pairs;
  }

  @Test
  void linesArePairsWhateverEndsThem() throws IOException {
    StringBuilder lines = new StringBuilder("\uFEFFa b\tc d\r\n\n");
    numbers(200)
        .forEach(p -> lines.append(p.source()).append('\t').append(p.target()).append('\n'));
    PairDataset data = open(lines.toString());
    List<Pair> all = new ArrayList<>(data.train());
    all.addAll(data.heldOut());
    assertEquals(201, all.size());
    assertTrue(all.contains(new Pair("a b", "c d")), all.toString());
    assertTrue(data.summary().contains("pairs"), data.summary());
  }

  @Test
  void aSourceIsOnOneSideAndStaysThere() {
    InMemoryPairs few = new InMemoryPairs("few", numbers(400));
    InMemoryPairs many = new InMemoryPairs("many", numbers(4000));
    Set<String> heldOut = new HashSet<>();
    many.heldOut().forEach(pair -> heldOut.add(pair.source()));
    assertTrue(many.train().stream().noneMatch(pair -> heldOut.contains(pair.source())));
    assertTrue(few.heldOut().stream().allMatch(pair -> heldOut.contains(pair.source())));
    assertEquals(1 / 20.0, many.heldOut().size() / 4000.0, 0.02);
    assertNotEquals(few.hash(), many.hash());
    assertEquals(few.hash(), new InMemoryPairs("again", numbers(400)).hash());
  }

  @ParameterizedTest
  @ValueSource(strings = {"no tab", "\tno source", "no target\t", "a\tb\tc"})
  void otherLinesAreNamed(String line) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> open("a\tb\n\n" + line + "\n"));
    assertTrue(String.valueOf(e.getMessage()).contains("line 3"), e.toString());
  }

  @Test
  void whatIsNoTextOrTooLittleIsRefused() throws IOException {
    Path file = folder.resolve("bytes.tsv");
    Files.write(file, new byte[] {'a', '\t', (byte) 0xFF, '\n'});
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Datasets.open("tsv:" + file));
    assertTrue(String.valueOf(e.getMessage()).contains("UTF-8"), e.toString());
    e = assertThrows(IllegalArgumentException.class, () -> open("a\tb\n"));
    assertTrue(String.valueOf(e.getMessage()).contains("held out"), e.toString());
    e = assertThrows(IllegalArgumentException.class, () -> Datasets.open("tsv:nowhere.tsv"));
    assertTrue(String.valueOf(e.getMessage()).contains("nowhere.tsv"), e.toString());
  }

  @Test
  void theDictionaryIsReadWithItsFurtherPronunciations() {
    assertEquals(
        "'bout\tB AW1 T\na\tAH0\na\tEY1\n",
        CmuDict.lines(
            """
            export const dictionary = {
              "'bout": "B AW1 T",
              "a": "AH0",
              "a(2)": "EY1",
            };
            """));
  }

  @Test
  void whatIsNotFetchedSaysHowToGetIt() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> new Pairs(folder).open("cmudict"));
    assertTrue(String.valueOf(e.getMessage()).contains("seisei data fetch cmudict"), e.toString());
    assertEquals(
        List.of(false), new Pairs(folder).registered().stream().map(r -> r.present()).toList());
  }
}
