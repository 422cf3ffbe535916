package dev.seisei.text.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Parts of a {@code tokenizer.json}. */
final class JsonParts {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  ObjectNode object() {
    return NODES.objectNode();
  }

  ArrayNode array() {
    return NODES.arrayNode();
  }

  JsonNode none() {
    return NODES.nullNode();
  }

  ObjectNode typed(String type) {
    return object().put("type", type);
  }

  ObjectNode sequence(String field, ArrayNode steps) {
    ObjectNode sequence = typed("Sequence");
    sequence.set(field, steps);
    return sequence;
  }

  /** A model that merges pairs, still without the pairs. */
  ObjectNode pairs(ObjectNode vocab) {
    ObjectNode model = typed("BPE");
    model.putNull("dropout");
    model.putNull("unk_token");
    model.putNull("continuing_subword_prefix");
    model.putNull("end_of_word_suffix");
    model.put("fuse_unk", false);
    model.put("byte_fallback", false);
    model.put("ignore_merges", false);
    model.set("vocab", vocab);
    return model;
  }

  /** What a pattern matches, and what lies between, is by itself. */
  ObjectNode split(String pattern) {
    ObjectNode split = typed("Split");
    split.putObject("pattern").put("Regex", pattern);
    return split.put("behavior", "Isolated").put("invert", false);
  }

  /**
   * @param kind {@code String} or {@code Regex}
   */
  ObjectNode replace(String kind, String pattern, String content) {
    ObjectNode replace = typed("Replace");
    replace.putObject("pattern").put(kind, pattern);
    return replace.put("content", content);
  }

  /** Spells bytes; words are cut before. */
  ObjectNode byteLevel(boolean prefix) {
    return typed("ByteLevel")
        .put("add_prefix_space", prefix)
        .put("trim_offsets", false)
        .put("use_regex", false);
  }

  ObjectNode metaspace(String replacement, boolean prefix) {
    return typed("Metaspace")
        .put("replacement", replacement)
        .put("prepend_scheme", prefix ? "always" : "never")
        .put("split", false);
  }

  /** A frame of tokens, ids by spelling. */
  ObjectNode template(Map<String, Integer> before, Map<String, Integer> after) {
    ObjectNode template = typed("TemplateProcessing");
    ArrayNode single = template.putArray("single");
    before.keySet().forEach(token -> item(single, "SpecialToken", token, 0));
    item(single, "Sequence", "A", 0);
    after.keySet().forEach(token -> item(single, "SpecialToken", token, 0));
    ArrayNode pair = template.putArray("pair");
    before.keySet().forEach(token -> item(pair, "SpecialToken", token, 0));
    item(pair, "Sequence", "A", 0);
    after.keySet().forEach(token -> item(pair, "SpecialToken", token, 0));
    item(pair, "Sequence", "B", 1);
    after.keySet().forEach(token -> item(pair, "SpecialToken", token, 1));
    ObjectNode tokens = template.putObject("special_tokens");
    before.forEach((token, id) -> token(tokens, token, id));
    after.forEach((token, id) -> token(tokens, token, id));
    return template;
  }

  private static void item(ArrayNode items, String kind, String name, int type) {
    items.addObject().putObject(kind).put("id", name).put("type_id", type);
  }

  private static void token(ObjectNode tokens, String spelling, int id) {
    ObjectNode token = tokens.putObject(spelling);
    token.put("id", spelling);
    token.putArray("ids").add(id);
    token.putArray("tokens").add(spelling);
  }
}
