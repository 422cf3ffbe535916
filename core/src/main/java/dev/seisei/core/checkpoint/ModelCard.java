package dev.seisei.core.checkpoint;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model card: {@code README.md} with a YAML head, as Hugging Face has it.
 *
 * @param head the YAML head: license, tags, datasets, metrics
 * @param text Markdown
 */
public record ModelCard(Map<String, Object> head, String text) {
  /** A card that says nothing. */
  public static final ModelCard EMPTY = new ModelCard(Map.of(), "");

  /** Largest card, in bytes. */
  static final int MAX_BYTES = 4 << 20;

  private static final Pattern HEAD =
      Pattern.compile(
          "\\A\uFEFF?---[ \\t]*\\R(?<head>.*?\\R)??---[ \\t]*(?:\\R|\\z)", Pattern.DOTALL);

  private static final YAMLMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(32).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                  .disable(YAMLGenerator.Feature.SPLIT_LINES)
                  .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                  .stringQuotingChecker(new Quoting())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  public ModelCard {
    head = Collections.unmodifiableMap(new LinkedHashMap<>(head));
  }

  /**
   * Reads a card.
   *
   * @throws IllegalArgumentException if its head is not a map in YAML without aliases
   */
  public static ModelCard parse(String markdown) {
    Matcher matcher = HEAD.matcher(markdown);
    if (!matcher.find()) {
      return new ModelCard(Map.of(), markdown);
    }
    String head = matcher.group("head");
    return new ModelCard(
        head == null ? Map.of() : parseHead(head), markdown.substring(matcher.end()));
  }

  private static Map<String, Object> parseHead(String head) {
    try {
      return isBlank(head)
          ? Map.of()
          : YAML.readValue(head, new TypeReference<LinkedHashMap<String, Object>>() {});
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the head of the model card is no map in YAML: " + Json.reason(e), e);
    }
  }

  /**
   * Whether there is nothing but comments.
   *
   * @throws IllegalArgumentException if there is an alias, which would be read as the name of what
   *     it stands for
   */
  private static boolean isBlank(String head) throws IOException {
    try (JsonParser parser = YAML.createParser(head)) {
      boolean blank = true;
      while (parser.nextToken() != null) {
        blank = false;
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
          throw new IllegalArgumentException(
              "the head of the model card has an alias, *"
                  + Json.shortened(parser.getText())
                  + "; write out what it stands for");
        }
      }
      return blank;
    }
  }

  /**
   * Quotes all but plain words: what other readers take for a number (1e5, 0x1) or a boolean, and
   * the line breaks that only YAML knows.
   */
  private static final class Quoting extends StringQuotingChecker.Default {
    private static final long serialVersionUID = 1;

    private static final Pattern PLAIN =
        Pattern.compile("[A-Za-z][A-Za-z0-9_./-]*( [A-Za-z0-9_./-]+)*");

    @Override
    public boolean needToQuoteName(String name) {
      return super.needToQuoteName(name) || !PLAIN.matcher(name).matches();
    }

    @Override
    public boolean needToQuoteValue(String value) {
      return super.needToQuoteValue(value) || !PLAIN.matcher(value).matches();
    }
  }

  /** The card as Markdown with its head. */
  public String markdown() {
    if (head.isEmpty() && !HEAD.matcher(text).find()) {
      return text;
    }
    try {
      return "---\n" + (head.isEmpty() ? "" : YAML.writeValueAsString(head)) + "---\n" + text;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "the head of the model card cannot be written: " + Json.reason(e), e);
    }
  }
}
