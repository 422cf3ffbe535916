package dev.seisei.data.pair;

import dev.seisei.core.dataset.DatasetSource.Registered;
import dev.seisei.data.fetch.Download;
import dev.seisei.data.fetch.Tarball;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Carnegie Mellon's pronouncing dictionary of North American English: spellings in small letters,
 * and the phonemes of ARPAbet with their stress. A word that is said in several ways has several
 * pairs.
 */
final class CmuDict {
  static final String NAME = "cmudict";
  static final String FILE = "pairs.tsv";

  static final Download DOWNLOAD =
      new Download(
          "npm:cmu-pronouncing-dictionary@3.0.0",
          950_120,
          "ca16ac157e95277ffe1ca105a5ca2c833a15626024f15711c2a425da367b68ce");

  private static final String MEMBER = "package/index.js";

  /** A member of the object: a word, the number of a further pronunciation, phonemes. */
  private static final Pattern ENTRY =
      Pattern.compile("\"([^\"\\\\(]+)(?:\\([0-9]+\\))?\": \"([A-Z0-2 ]+)\"");

  private CmuDict() {}

  static Registered describe(boolean present) {
    return new Registered(
        NAME,
        "Carnegie Mellon's pronouncing dictionary: words and their phonemes",
        DOWNLOAD.source(),
        DOWNLOAD.bytes(),
        DOWNLOAD.sha256(),
        "BSD-2-Clause (the dictionary), ISC (the package)",
        present);
  }

  /** The pairs of the archive, as lines. */
  static byte[] convert(Tarball archive) throws IOException {
    StringBuilder lines = new StringBuilder();
    archive.read(
        Set.of(MEMBER),
        (name, content) -> lines.append(lines(new String(content, StandardCharsets.UTF_8))));
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  static String lines(String source) {
    StringBuilder lines = new StringBuilder();
    Matcher entry = ENTRY.matcher(source);
    while (entry.find()) {
      lines.append(entry.group(1)).append('\t').append(entry.group(2)).append('\n');
    }
    return lines.toString();
  }
}
