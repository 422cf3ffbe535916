package dev.seisei.data.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import dev.seisei.core.checkpoint.Home;
import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.DatasetSource;
import dev.seisei.core.progress.Progress;
import dev.seisei.data.fetch.DatasetCache;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The registered texts, and files of text as {@code text:PATH}. In the cache a text is a file of
 * JSON, an array of documents.
 */
public final class TextDatasets implements DatasetSource {
  private static final String FILE = "text";
  private static final String DOCUMENTS = "documents.json";
  private static final JsonFactory JSON = new JsonFactory();

  private final DatasetCache cache;
  private final List<RegisteredText> downloads;

  /** What is registered, in the folder {@code data} of the user's cache. */
  public TextDatasets() {
    this(Home.cache().resolve("data"), List.of(MobyDick.registered(), JaCorpus.registered()));
  }

  TextDatasets(Path root, List<RegisteredText> downloads) {
    this.cache = new DatasetCache(root);
    this.downloads = downloads;
  }

  @Override
  public List<Registered> registered() {
    return downloads.stream().map(text -> text.describe(cache.present(entry(text)))).toList();
  }

  @Override
  public List<String> prefixes() {
    return List.of(FILE);
  }

  private static DatasetCache.Entry entry(RegisteredText text) {
    return new DatasetCache.Entry(text.name(), text.download(), List.of(DOCUMENTS));
  }

  @Override
  public Dataset open(String reference) {
    if (reference.startsWith(FILE + ":")) {
      return TextFile.open(reference, Path.of(reference.substring(FILE.length() + 1)));
    }
    DatasetCache.Entry entry = entry(find(reference));
    if (!cache.present(entry)) {
      throw new IllegalArgumentException(
          "%s is not on this machine yet, or its cached copy in %s is damaged; get it by: seisei"
                  .formatted(reference, cache.folder(reference))
              + " data fetch "
              + reference);
    }
    try {
      return new InMemoryText(reference, read(cache.open(entry).resolve(DOCUMENTS)));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the cached copy of %s is damaged (%s); mend it by: seisei data fetch %s"
              .formatted(reference, e.getMessage(), reference),
          e);
    }
  }

  private RegisteredText find(String name) {
    return downloads.stream()
        .filter(text -> text.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no dataset is called " + name));
  }

  @Override
  public Path fetch(String name, Optional<Path> from, Progress progress) {
    RegisteredText text = find(name);
    try {
      return cache.fetch(
          entry(text),
          archive -> {
            List<String> documents = text.conversion().convert(archive);
            return Map.of(DOCUMENTS, out -> write(documents, out));
          },
          from,
          progress);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot fetch " + name + ": " + e.getMessage(), e);
    }
  }

  private static void write(List<String> documents, OutputStream out) throws IOException {
    try (JsonGenerator json =
        JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
      json.writeArray(documents.toArray(String[]::new), 0, documents.size());
    }
  }

  private static List<String> read(Path file) throws IOException {
    List<String> documents = new ArrayList<>();
    try (JsonText json = new JsonText(file.toString(), Files.readAllBytes(file))) {
      json.expect(JsonToken.START_ARRAY);
      for (JsonToken token = json.next(); token != JsonToken.END_ARRAY; token = json.next()) {
        documents.add(json.text(token));
      }
    }
    return documents;
  }
}
