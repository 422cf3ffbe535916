package dev.seisei.transformer.decoding;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Inline;
import dev.seisei.core.settings.Require;
import dev.seisei.text.sampling.Sampling;

/**
 * What to write.
 *
 * @param prompt what is gone on from; empty begins a text
 * @param messages a conversation in JSON, {@code [{"role": "user", "content": "…"}]}, that the
 *     model's own template makes a prompt of
 * @param maxTokens how many tokens are written, if nothing ends the text before
 * @param n how many texts
 * @param stop texts end before this, if it is not empty
 * @param overflow what happens when a text is as long as the model can read
 * @param grammar what texts must follow, in llama.cpp's notation
 * @param jsonSchema a JSON schema that texts must follow; {@code {}} for any JSON
 * @param cacheScope requests of one scope share what was read of equal beginnings; empty for none
 * @param sampling how tokens are drawn
 * @param seed of what is drawn
 */
public record TextRequest(
    @Description("what is gone on from; empty: the beginning of a text") String prompt,
    @Description("a conversation to answer, in JSON: [{\"role\": \"user\", \"content\": \"...\"}]")
        String messages,
    @Description("tokens to write, if nothing ends the text before") int maxTokens,
    @Description("how many texts") int n,
    @Description("texts end before this; empty: never") String stop,
    @Description("a text as long as the model can read: ends (stop) or forgets half (slide)")
        Overflow overflow,
    @Description("a grammar that texts follow, in GBNF") String grammar,
    @Description("a JSON schema that texts follow; {} for any JSON") String jsonSchema,
    @Description("requests with the same word here share what was read of equal beginnings")
        String cacheScope,
    @Inline @Description("how tokens are drawn") Sampling sampling,
    @Description("equal seeds give equal text") long seed) {

  /** What happens when a text is as long as the model can read. */
  public enum Overflow {
    /** The text ends. */
    STOP,
    /** All but the last half is forgotten, and what remains is read anew. */
    SLIDE
  }

  public TextRequest {
    Require.inRange("max_tokens", maxTokens, 1, 1_000_000);
    Require.inRange("n", n, 1, Decoder.MOST_TEXTS);
    Require.that(
        prompt.isEmpty() || messages.isEmpty(),
        "messages",
        "messages and prompt were both given; leave one out");
    Require.that(
        grammar.isEmpty() || jsonSchema.isEmpty(),
        "json_schema",
        "json_schema and grammar were both given; leave one out");
  }

  /** 200 tokens from nothing. */
  public TextRequest() {
    this("", "", 200, 1, "", Overflow.SLIDE, "", "", "", new Sampling(), 0);
  }
}
