package dev.seisei.text.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model expects around one text, from a {@code tokenizer.json}'s {@code post_processor}.
 *
 * @param before ids that come first
 * @param after ids that come last
 */
record Frame(List<Integer> before, List<Integer> after) {
  static final Frame NONE = new Frame(List.of(), List.of());

  private static final String PLACE = "post_processor";

  Frame {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  /** The frame of a post-processor, which may be null. */
  static Frame of(JsonNode processor, Problems problems) {
    return switch (processor.path("type").asText()) {
      case "" -> NONE;
      // Changes offsets only.
      case "ByteLevel" -> NONE;
      case "BertProcessing", "RobertaProcessing" ->
          new Frame(
              List.of(id(processor.path("cls").path(1), problems)),
              List.of(id(processor.path("sep").path(1), problems)));
      case "TemplateProcessing" -> template(processor, problems);
      case "Sequence" -> sequence(processor, problems);
      default ->
          throw problems.unsupported(
              PLACE,
              processor.path("type").asText(),
              "ByteLevel, BertProcessing, RobertaProcessing, TemplateProcessing, Sequence");
    };
  }

  private static Frame sequence(JsonNode processor, Problems problems) {
    Frame all = NONE;
    for (JsonNode each : processor.path("processors")) {
      Frame outer = of(each, problems);
      all = new Frame(joined(outer.before, all.before), joined(all.after, outer.after));
    }
    return all;
  }

  private static List<Integer> joined(List<Integer> first, List<Integer> second) {
    List<Integer> joined = new ArrayList<>(first);
    joined.addAll(second);
    return joined;
  }

  private static Frame template(JsonNode processor, Problems problems) {
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    boolean textSeen = false;
    for (JsonNode item : processor.path("single")) {
      if (item.has("Sequence")) {
        textSeen = true;
        continue;
      }
      String name = item.path("SpecialToken").path("id").asText();
      JsonNode ids = processor.path("special_tokens").path(name).path("ids");
      if (!ids.isArray()) {
        throw problems.wrong(PLACE, "single names a token that special_tokens has not", name);
      }
      for (JsonNode id : ids) {
        (textSeen ? after : before).add(id(id, problems));
      }
    }
    if (!textSeen) {
      throw problems.wrong(PLACE, "single must have a Sequence", "none");
    }
    return new Frame(before, after);
  }

  private static int id(JsonNode node, Problems problems) {
    return problems.id(PLACE, node);
  }

  int[] around(int[] ids) {
    int[] all = new int[before.size() + ids.length + after.size()];
    int n = 0;
    for (int id : before) {
      all[n++] = id;
    }
    System.arraycopy(ids, 0, all, n, ids.length);
    n += ids.length;
    for (int id : after) {
      all[n++] = id;
    }
    return all;
  }
}
