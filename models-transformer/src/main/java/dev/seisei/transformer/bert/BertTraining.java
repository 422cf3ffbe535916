package dev.seisei.transformer.bert;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Inline;
import dev.seisei.core.settings.Require;
import dev.seisei.engine.plan.Precision;
import dev.seisei.transformer.decoder.DecoderTraining;

/**
 * How a BERT is trained: as other models of text are, to guess some of the tokens.
 *
 * @param common what all trainings on text have. Its tokenizer is {@code bpe:SIZE} (learned from
 *     the text), or the path of a folder with one that has a token for hidden ones
 * @param masked share of the tokens that are guessed
 */
public record BertTraining(
    @Inline DecoderTraining common,
    @Description("share of the tokens that are guessed") double masked) {
  public BertTraining {
    Require.inRange("masked", masked, 1e-6, 0.999);
  }

  /** The paper's share and β, on sequences of any model; steps for small ones. */
  public BertTraining() {
    this(
        new DecoderTraining(
            10_000,
            32,
            1,
            0,
            "bpe:8192",
            1e-3,
            0,
            500,
            0.01,
            0.9,
            0.999,
            1,
            0.1,
            0,
            1000,
            250,
            "",
            5,
            Precision.F32,
            0),
        0.15);
  }
}
