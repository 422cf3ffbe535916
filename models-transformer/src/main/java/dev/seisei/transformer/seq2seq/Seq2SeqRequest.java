package dev.seisei.transformer.seq2seq;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Inline;
import dev.seisei.core.settings.Require;
import dev.seisei.text.sampling.BeamSettings;
import dev.seisei.text.sampling.Sampling;

/**
 * What to make a text of.
 *
 * @param source the text
 * @param maxTokens most tokens that are written; 0 for as many as the model can
 * @param beam how the most probable text is searched for, if there is more than one beam
 * @param sampling how tokens are drawn with one beam; a temperature of 0 takes the most probable
 * @param seed of what is drawn
 */
public record Seq2SeqRequest(
    @Description("the text that another is made of") String source,
    @Description("most tokens that are written; 0: as many as the model can") int maxTokens,
    @Inline @Description("how the most probable text is searched for") BeamSettings beam,
    @Inline @Description("how tokens are drawn with one beam") Sampling sampling,
    @Description("equal seeds give equal text; nothing is drawn with several beams") long seed) {

  public Seq2SeqRequest {
    Require.inRange("max_tokens", maxTokens, 0, 1_000_000);
  }

  /** Four beams. */
  public Seq2SeqRequest() {
    this("", 0, new BeamSettings(), new Sampling(), 0);
  }
}
