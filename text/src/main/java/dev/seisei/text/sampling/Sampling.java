package dev.seisei.text.sampling;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;

/**
 * How tokens are drawn. The defaults draw from the model's own distribution; each setting is off
 * where its default says nothing else. {@link Sampler} has the order and the formulas.
 *
 * <p>Meant to be {@code @Inline} in a request, so that {@code temperature} is a setting of the
 * request.
 *
 * @param temperature 0 takes the most probable token
 * @param topK 0 is off
 * @param topP 1 is off
 * @param minP 0 is off
 * @param typicalP 1 is off
 * @param xtcProbability 0 is off
 * @param mirostatTau in bits a token; 0 is off
 * @param repetitionPenalty 1 is off
 * @param repetitionWindow tokens; 0 is all
 * @param noRepeatNgramSize 0 is off
 * @param dryMultiplier 0 is off
 * @param dryWindow tokens; 0 is all
 * @param drySequenceBreakers characters
 * @param logitBias {@code id:bias,id:bias}
 */
public record Sampling(
    @Description(
            "Logits are divided by this: below 1, probable tokens are more so; 0 takes the most"
                + " probable token.")
        double temperature,
    @Description("Draw among this many of the most probable tokens; 0 among all.") int topK,
    @Description("Draw among the fewest tokens that have this probability together.") double topP,
    @Description("Draw among tokens at least this share as probable as the most probable one.")
        double minP,
    @Description(
            "Draw among tokens whose surprise is nearest to what is expected, the fewest that have"
                + " this probability together.")
        double typicalP,
    @Description("How often all but the least probable of the probable tokens are excluded (XTC).")
        double xtcProbability,
    @Description("What XTC takes for a probable token.") double xtcThreshold,
    @Description(
            "Mirostat's target, in bits a token; 0 is off. It takes the place of top_k, top_p,"
                + " min_p, typical_p and XTC.")
        double mirostatTau,
    @Description("How fast Mirostat corrects itself.") double mirostatEta,
    @Description("Above 1, tokens of the prompt and the text so far are less probable.")
        double repetitionPenalty,
    @Description("Look this many tokens back for repetition_penalty; 0 all.") int repetitionWindow,
    @Description("Taken from the logit of each token generated before.") double presencePenalty,
    @Description("Taken from a token's logit for each time it was generated before.")
        double frequencyPenalty,
    @Description("No sequence of this many tokens comes twice; 0 is off.") int noRepeatNgramSize,
    @Description(
            "Penalty of tokens that would continue a repetition of dry_allowed_length tokens; 0 is"
                + " off (DRY).")
        double dryMultiplier,
    @Description("By this DRY's penalty grows with each token more.") double dryBase,
    @Description("Repetitions shorter than this cost nothing.") int dryAllowedLength,
    @Description("Look this many tokens back for repetitions; 0 all.") int dryWindow,
    @Description("Characters that no repetition reaches across.") String drySequenceBreakers,
    @Description("Added to logits: id:bias,id:bias; -100 bans a token.") String logitBias,
    @Description("Whether to report log-probabilities of the tokens.") boolean logprobs,
    @Description("How many of the most probable tokens to report with theirs.") int topLogprobs) {
  private static final int MOST_TOP_LOGPROBS = 100;
  private static final int LONGEST_NGRAM = 256;
  private static final double LARGEST = 1e6;

  /** The model's own distribution. */
  public Sampling() {
    this(1, 0, 1, 0, 1, 0, 0.1, 0, 0.1, 1, 0, 0, 0, 0, 0, 1.75, 2, 0, "\n:\"*", "", false, 0);
  }

  public Sampling {
    Require.inRange("temperature", temperature, 0, LARGEST);
    Require.inRange("top_k", topK, 0, Integer.MAX_VALUE);
    share("top_p", topP);
    Require.inRange("min_p", minP, 0, 1);
    share("typical_p", typicalP);
    Require.inRange("xtc_probability", xtcProbability, 0, 1);
    share("xtc_threshold", xtcThreshold);
    Require.inRange("mirostat_tau", mirostatTau, 0, 100);
    share("mirostat_eta", mirostatEta);
    Require.positive("repetition_penalty", repetitionPenalty);
    Require.inRange("repetition_penalty", repetitionPenalty, 1 / LARGEST, LARGEST);
    Require.inRange("repetition_window", repetitionWindow, 0, Integer.MAX_VALUE);
    Require.inRange("presence_penalty", presencePenalty, -LARGEST, LARGEST);
    Require.inRange("frequency_penalty", frequencyPenalty, -LARGEST, LARGEST);
    Require.inRange("no_repeat_ngram_size", noRepeatNgramSize, 0, LONGEST_NGRAM);
    Require.inRange("dry_multiplier", dryMultiplier, 0, LARGEST);
    Require.inRange("dry_base", dryBase, 1, LARGEST);
    Require.inRange("dry_allowed_length", dryAllowedLength, 1, Integer.MAX_VALUE);
    Require.inRange("dry_window", dryWindow, 0, Integer.MAX_VALUE);
    LogitBias.parse(logitBias);
    Require.inRange("top_logprobs", topLogprobs, 0, MOST_TOP_LOGPROBS);
    Require.that(
        logprobs || topLogprobs == 0,
        "top_logprobs",
        "top_logprobs needs logprobs=true, got " + topLogprobs);
  }

  private static void share(String field, double value) {
    Require.that(value > 0 && value <= 1, field, field + " must be in (0, 1], got " + value);
  }

  /** Whether something looks at which tokens there were. */
  boolean looksBack() {
    return repetitionPenalty != 1
        || presencePenalty != 0
        || frequencyPenalty != 0
        || noRepeatNgramSize > 0
        || dryMultiplier > 0;
  }
}
