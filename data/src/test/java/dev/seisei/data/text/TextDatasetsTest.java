package dev.seisei.data.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.dataset.TextDataset;
import dev.seisei.core.file.Sha256;
import dev.seisei.core.progress.Progress;
import dev.seisei.data.fetch.Archives;
import dev.seisei.data.fetch.Download;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextDatasetsTest {
  @TempDir Path folder;

  private static Archives whale(String first) {
    Archives archives = new Archives().file("package/data/contents.json", new byte[] {'['});
    for (String part : MobyDick.parts()) {
      String json =
          part.equals("etymology")
              ? first
              : "{\"chapter\":[1,{}],\"title\":\"t\",\"text\":\"In " + part + ".\\n\"}";
      archives.file("package/data/" + part + ".json", json.getBytes(StandardCharsets.UTF_8));
    }
    return archives;
  }

  private static Archives sentences(String first) {
    Archives archives = new Archives();
    for (int i = 0; i < 100; i++) {
      String json = i == 0 ? first : "[[\" 文" + i + "。\\n\",\"hash\"],[\" \",\"\"],[\"次\",\"\"]]";
      archives.file("package/builds/doc-" + i + ".json", json.getBytes(StandardCharsets.UTF_8));
    }
    return archives;
  }

  private TextDatasets datasets(RegisteredText.Conversion conversion, Path archive)
      throws IOException {
    Download download = new Download("npm:none@0", Files.size(archive), Sha256.of(archive));
    return new TextDatasets(
        folder.resolve("cache"),
        List.of(new RegisteredText("book", "a book", download, "none", conversion)));
  }

  private Path archive(Archives archives) throws IOException {
    return Files.write(folder.resolve("archive.tgz"), archives.bytes());
  }

  private TextDataset fetched(RegisteredText.Conversion conversion, Archives archives)
      throws IOException {
    Path archive = archive(archives);
    TextDatasets datasets = datasets(conversion, archive);
    datasets.fetch("book", Optional.of(archive), Progress.SILENT);
    assertTrue(datasets.registered().get(0).present());
    return (TextDataset) datasets.open("book");
  }

  @Test
  void aNovelIsItsPartsInOrder() throws IOException {
    TextDataset novel = fetched(MobyDick::convert, whale("{\"text\":\"The pale \\u0055sher\"}"));
    assertEquals("The pale Usher", novel.train().get(0));
    assertEquals("In extracts.\n", novel.train().get(1));
    assertEquals("In chapter_11.\n", novel.train().get(12));
    List<String> end = novel.heldOut();
    assertEquals("In epilogue.\n", end.get(end.size() - 1));
    assertTrue(novel.summary().endsWith("in 138 documents"), novel.summary());
  }

  @Test
  void sentencesAreDocumentsAndBlankOnesAreNone() throws IOException {
    TextDataset text = fetched(JaCorpus::convert, sentences("[[\"初め。\",\"\"]]"));
    assertEquals(List.of("初め。", "文1。", "次", "文2。"), text.train().subList(0, 4));
    assertTrue(text.summary().endsWith("in 199 documents"), text.summary());
  }

  @Test
  void whatIsNotFetchedSaysHowToGetIt() throws IOException {
    TextDatasets datasets = datasets(MobyDick::convert, archive(whale("")));
    assertFalse(datasets.registered().get(0).present());
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> datasets.open("book"));
    assertTrue(e.toString().contains("seisei data fetch book"), e.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "{}", "{\"text\":3}", "{\"title\":\"t\"}", "{\"a\":[1,"})
  void aChapterThatIsNoneIsNamed(String json) throws IOException {
    refused(MobyDick::convert, whale(json), "package/data/etymology.json: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{}", "[", "[1]", "[[]]", "[[\"a\"]]", "[[\"a\",1]]", "[[\"a\",\"\",\"\"]]"})
  void sentencesThatAreNoneAreNamed(String json) throws IOException {
    refused(JaCorpus::convert, sentences(json), "package/builds/doc-0.json: ");
  }

  private void refused(RegisteredText.Conversion conversion, Archives archives, String where)
      throws IOException {
    Path archive = archive(archives);
    TextDatasets datasets = datasets(conversion, archive);
    UncheckedIOException e =
        assertThrows(
            UncheckedIOException.class,
            () -> datasets.fetch("book", Optional.of(archive), Progress.SILENT));
    assertTrue(e.toString().contains("cannot fetch book: " + where), e.toString());
    assertFalse(datasets.registered().get(0).present());
  }

  @Test
  void aCopyThatChangedIsNoticed() throws IOException {
    Path archive = archive(sentences("[]"));
    TextDatasets datasets = datasets(JaCorpus::convert, archive);
    Path file =
        datasets.fetch("book", Optional.of(archive), Progress.SILENT).resolve("documents.json");
    Files.writeString(file, Files.readString(file).replace('次', '字'));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> datasets.open("book"));
    assertTrue(e.toString().contains("mend it by: seisei data fetch book"), e.toString());
  }
}
