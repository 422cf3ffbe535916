package dev.seisei.data.text;

import dev.seisei.core.dataset.TextDataset;
import dev.seisei.core.file.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Text that is in memory already. The last tenth of the characters is held out; a document in which
 * the cut falls is cut.
 *
 * <p>Immutable and thread-safe.
 */
public final class InMemoryText implements TextDataset {
  /** So that something is left to be held out. */
  private static final int LEAST = 10;

  private final String name;
  private final List<String> train = new ArrayList<>();
  private final List<String> heldOut = new ArrayList<>();
  private final long documents;
  private final long characters;
  private final String hash;

  /**
   * @param name as it was asked for
   * @param documents in order; empty ones are passed over
   * @throws IllegalArgumentException if there are fewer than 10 characters
   */
  public InMemoryText(String name, List<String> documents) {
    this.name = name;
    this.documents = documents.stream().filter(document -> !document.isEmpty()).count();
    characters = documents.stream().mapToLong(String::length).sum();
    if (characters < LEAST) {
      throw new IllegalArgumentException(
          "%s must have at least %d characters, got %d".formatted(name, LEAST, characters));
    }
    divide(documents, characters * 9 / 10);
    hash = hash(documents);
  }

  /** Divides documents after a number of characters, but never within one of them. */
  private void divide(List<String> documents, long cut) {
    long before = 0;
    for (String document : documents) {
      int at = (int) Math.max(0, Math.min(document.length(), cut - before));
      if (at > 0
          && at < document.length()
          && Character.isSurrogatePair(document.charAt(at - 1), document.charAt(at))) {
        at--;
      }
      add(document.substring(0, at), train);
      add(document.substring(at), heldOut);
      before += document.length();
    }
  }

  private static void add(String part, List<String> parts) {
    if (!part.isEmpty()) {
      parts.add(part);
    }
  }

  /** Over the documents, each with its length in front, so that no two texts are alike. */
  private static String hash(List<String> documents) {
    Sha256 hash = new Sha256();
    for (String document : documents) {
      byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
      hash.add((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
      hash.add(bytes);
    }
    return hash.hexadecimal();
  }

  @Override
  public List<String> train() {
    return List.copyOf(train);
  }

  @Override
  public List<String> heldOut() {
    return List.copyOf(heldOut);
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
        Locale.ROOT, "%,d characters of text in %,d documents", characters, documents);
  }
}
