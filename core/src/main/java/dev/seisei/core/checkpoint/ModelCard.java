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
                  .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
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
      refuseAliases(head);
      Map<String, Object> map =
          YAML.readValue(head, new TypeReference<LinkedHashMap<String, Object>>() {});
      return map == null ? Map.of() : map;
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the head of the model card is no map in YAML: " + Json.reason(e), e);
    }
  }

  /** An alias would be read as the name of what it stands for. */
  private static void refuseAliases(String head) throws IOException {
    try (JsonParser parser = YAML.createParser(head)) {
      while (parser.nextToken() != null) {
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
          throw new IllegalArgumentException(
              "the head of the model card has an alias, *"
                  + Json.shortened(parser.getText())
                  + "; write out what it stands for");
        }
      }
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
