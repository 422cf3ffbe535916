package dev.seisei.transformer.bert;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a BERT is asked for: hidden tokens, or vectors.
 *
 * @param task absent for what the model was made for: vectors if its folder says how they are
 *     pooled or it has no head to guess tokens with, else hidden tokens
 * @param text what to read; to fill in, it has the tokenizer's token for a hidden one, such as
 *     {@code [MASK]} or {@code <mask>}
 * @param lines whether each line of the text is a text of its own, with a vector of its own
 * @param topK how many tokens are told for each hidden one
 * @param pooling of vectors; absent for the model's own
 * @param normalize whether vectors have a length of 1; absent for the model's own
 * @param truncate whether texts that are too long are cut off; they are an error otherwise
 */
public record BertRequest(
    @Description("fill_mask or embed; absent: what the model was made for") @Nullable Task task,
    @Description("what to read, with [MASK] or <mask> where a token is to be found") String text,
    @Description("whether each line is a text of its own, to embed") boolean lines,
    @Description("tokens that are told for each hidden one") int topK,
    @Description("how tokens become one vector; absent: as the model has it")
        @Nullable Pooling pooling,
    @Description("whether vectors have a length of 1; absent: as the model has it")
        @Nullable Boolean normalize,
    @Description("whether longer texts than the model reads are cut off") boolean truncate) {

  /** What can be asked for. */
  public enum Task {
    /** The most probable tokens for each hidden one: a table. */
    FILL_MASK,
    /** A vector for each text. */
    EMBED
  }

  private static final int MOST_LINES = 1 << 16;

  public BertRequest {
    Require.that(!text.isBlank(), "text", "text must not be empty");
    Require.inRange("top_k", topK, 1, 1000);
    Require.that(
        !lines || text.lines().limit(MOST_LINES + 1L).count() <= MOST_LINES,
        "text",
        "text must have at most " + MOST_LINES + " lines");
  }

  /** Five tokens for the example that everyone has. */
  public BertRequest() {
    this(null, "The capital of France is [MASK].", false, 5, null, null, false);
  }

  /** The texts that are read. */
  List<String> texts() {
    return lines ? text.lines().toList() : List.of(text);
  }
}
