package dev.seisei.transformer.decoder;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;

/**
 * What to write.
 *
 * @param prompt what is gone on from; empty begins a text
 * @param maxTokens how many tokens are written, if none ends the text before
 * @param temperature what scores are divided by; 0 takes the likeliest token
 * @param seed of what is drawn
 */
public record DecoderRequest(
    @Description("what is gone on from; empty: the beginning of a text") String prompt,
    @Description("tokens to write, if none ends the text before") int maxTokens,
    @Description("what scores are divided by; 0: the likeliest token") double temperature,
    @Description("equal seeds give equal text") long seed) {

  public DecoderRequest {
    Require.inRange("max_tokens", maxTokens, 1, 1_000_000);
    Require.inRange("temperature", temperature, 0, 100);
  }

  /** 200 tokens from nothing. */
  public DecoderRequest() {
    this("", 200, 1, 0);
  }
}
