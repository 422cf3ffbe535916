package dev.seisei.data.text;

import com.fasterxml.jackson.core.JsonToken;
import dev.seisei.data.fetch.Download;
import dev.seisei.data.fetch.Tarball;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Japanese sentences, a document each, without connection between one and the next. A program
 * translated them from English, of many sources.
 */
final class JaCorpus {
  private static final int FILES = 100;

  private JaCorpus() {}

  static RegisteredText registered() {
    return new RegisteredText(
        "ja-corpus",
        "Japanese sentences, translated by a program: 4.0 million characters in 99,900 documents",
        new Download(
            "npm:ja-corpus@0.0.1",
            7_208_478,
            "e2e6c7730141c55cef5fb2f93d2226a0932b79ee2b86fca4be695059d82a5ea6"),
        "MIT",
        JaCorpus::convert);
  }

  static List<String> convert(Tarball archive) throws IOException {
    List<String> names = new ArrayList<>();
    for (int file = 0; file < FILES; file++) {
      names.add("package/builds/doc-" + file + ".json");
    }
    Map<String, List<String>> sentences = new HashMap<>();
    archive.read(
        Set.copyOf(names), (name, content) -> sentences.put(name, sentences(name, content)));
    return names.stream()
        .flatMap(name -> Objects.requireNonNull(sentences.get(name)).stream())
        .toList();
  }

  /** The first of each pair in an array of pairs; the second is a hash of the original. */
  private static List<String> sentences(String name, byte[] content) throws IOException {
    List<String> sentences = new ArrayList<>();
    try (JsonText json = new JsonText(name, content)) {
      json.expect(JsonToken.START_ARRAY);
      for (JsonToken token = json.next(); token != JsonToken.END_ARRAY; token = json.next()) {
        if (token != JsonToken.START_ARRAY) {
          throw json.wrong(JsonToken.START_ARRAY, token);
        }
        String sentence = json.text().strip();
        json.text();
        json.expect(JsonToken.END_ARRAY);
        if (!sentence.isEmpty()) {
          sentences.add(sentence);
        }
      }
    }
    return sentences;
  }
}
