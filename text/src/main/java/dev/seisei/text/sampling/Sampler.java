package dev.seisei.text.sampling;

import dev.seisei.engine.random.RandomNumbers;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Draws the tokens of one sequence, one by one. The chain, in this order:
 *
 * <ol>
 *   <li>the tokens that a constraint allows; others have no probability
 *   <li>{@code logit_bias}: l ← l + b
 *   <li>{@code repetition_penalty} θ, for tokens of the prompt and since: l ← l/θ where l > 0, else
 *       l·θ (Keskar et al. 2019, arXiv 1909.05858, section 4.1; for negative logits as Hugging Face
 *       has it)
 *   <li>{@code presence_penalty} α, {@code frequency_penalty} β, for a token generated c > 0 times:
 *       l ← l − α − cβ (OpenAI's API)
 *   <li>DRY, for a token that would continue a repetition of n ≥ {@code dry_allowed_length} a
 *       tokens: l ← l − {@code dry_multiplier}·{@code dry_base}ⁿ⁻ᵃ (its author's program)
 *   <li>{@code no_repeat_ngram_size}: a token that would complete a sequence that was there has no
 *       probability (Paulus et al. 2017, arXiv 1705.04304, section 2.5)
 *   <li>{@code temperature} T: l ← l/T. With 0 the largest is taken, of equal ones that with the
 *       lowest id, and what follows makes no difference
 *   <li>{@code top_k} (Fan et al. 2018, arXiv 1805.04833)
 *   <li>{@code top_p}: the fewest most probable tokens of this probability together (Holtzman et
 *       al. 2019, arXiv 1904.09751, equation 2)
 *   <li>{@code min_p}: those with p ≥ min_p·max p (Nguyen et al. 2024, arXiv 2407.01082)
 *   <li>{@code typical_p}: the fewest tokens of this probability together for which |−ln p − H| is
 *       least, H being the entropy (Meister et al. 2022, arXiv 2202.00666, equation 11)
 *   <li>XTC: with {@code xtc_probability}, of the tokens with p ≥ {@code xtc_threshold} only the
 *       least probable stays (its author's program)
 * </ol>
 *
 * <p>Each step sees the probabilities of what the step before left. With {@code mirostat_tau} τ,
 * Mirostat 2 takes the place of the steps after temperature: it drops tokens with −log₂ p > μ, and
 * after each token, of surprise s among those left, μ ← μ − η(s − τ), beginning with 2τ (Basu et
 * al. 2020, arXiv 2007.14966, algorithm 2).
 *
 * <p>The token at position n depends on the settings, the logits and tokens so far, and the random
 * numbers of (seed, stream, n), so that equal sequences draw equal tokens whatever else is in their
 * batch.
 *
 * <p>Not thread-safe. Allocates nothing for a token once it has seen the vocabulary's size, but to
 * keep the tokens so far where a penalty needs them.
 */
public final class Sampler {
  /** Which of the generator's streams; others draw noise, masks and so on. */
  private static final int RANDOM_STREAM = 0x746F6B;

  private final Sampling settings;
  private final LogitBias bias;
  private final @Nullable Penalties penalties;
  private final Candidates candidates = new Candidates();
  private final RandomNumbers random;
  private final double[] uniform = new double[2];
  private final Logprobs logprobs;
  private double mostBits;
  private long position;
  private int largestId = -1;

  /** A sampler for which no token breaks DRY's repetitions. */
  public Sampler(Sampling settings, long seed, long stream) {
    this(settings, seed, stream, new BitSet());
  }

  /**
   * @param stream tells sequences of one request apart
   * @param breakers the tokens that no repetition reaches across: {@link SequenceBreakers}
   */
  public Sampler(Sampling settings, long seed, long stream, BitSet breakers) {
    this.settings = settings;
    this.bias = LogitBias.parse(settings.logitBias());
    this.penalties = settings.looksBack() ? new Penalties(settings, breakers) : null;
    this.random = new RandomNumbers(seed, stream, RANDOM_STREAM);
    this.logprobs = new Logprobs(settings.topLogprobs());
    this.mostBits = 2 * settings.mirostatTau();
  }

  /** Takes a token of the prompt, so that it counts for penalties. */
  public void accept(int id) {
    remember(id, false);
  }

  /** As {@link #next(float[], long[])}, with all tokens allowed. */
  public int next(float[] logits) {
    return next(logits, null);
  }

  /**
   * Draws the next token and remembers it.
   *
   * @param logits one for each token of the vocabulary, finite or −∞; used up: the values are
   *     changed
   * @param allowed bit i mod 64 of word i / 64 says whether token i may come; null allows all
   * @throws IllegalArgumentException if a logit is NaN or +∞, or no token is left
   * @throws dev.seisei.core.settings.SettingException if {@code logit_bias} names a token that the
   *     vocabulary does not have
   */
  public int next(float[] logits, long @Nullable [] allowed) {
    if (largestId >= logits.length) {
      throw new IllegalArgumentException(
          "token " + largestId + " was accepted, but there are only " + logits.length + " logits");
    }
    if (settings.logprobs()) {
      logprobs.keep(logits);
    }
    if (allowed != null) {
      exclude(logits, allowed);
    }
    bias.add(logits);
    if (penalties != null) {
      penalties.apply(logits);
    }
    int id = settings.temperature() == 0 ? Weights.largest(logits, logits.length) : draw(logits);
    if (settings.logprobs()) {
      logprobs.choose(id);
    }
    remember(id, true);
    position++;
    return id;
  }

  /**
   * How probable the model thought the token that was drawn last: of its own distribution, before
   * the whole chain, as OpenAI's API has it.
   *
   * @return the logarithm of the probability, in nats
   * @throws IllegalStateException without {@code logprobs}, or before the first token
   */
  public double logprob() {
    return logprobs.chosen();
  }

  /** The {@code top_logprobs} tokens that the model thought most probable, best first. */
  public List<TokenLogprob> topLogprobs() {
    return logprobs.top();
  }

  /** How many tokens were drawn. */
  public long drawn() {
    return position;
  }

  private void remember(int id, boolean isDrawn) {
    if (id < 0) {
      throw new IllegalArgumentException("a token's id must be >= 0, got " + id);
    }
    if (penalties != null) {
      largestId = Math.max(largestId, id);
      penalties.add(id, isDrawn);
    }
  }

  static void exclude(float[] logits, long[] allowed) {
    if (allowed.length != (logits.length + 63) / 64) {
      throw new IllegalArgumentException(
          "allowed must have a bit for each of "
              + logits.length
              + " tokens, got "
              + allowed.length
              + " words");
    }
    for (int word = 0; word < allowed.length; word++) {
      long not = ~allowed[word];
      int base = 64 * word;
      while (not != 0) {
        int id = base + Long.numberOfTrailingZeros(not);
        if (id >= logits.length) {
          break;
        }
        logits[id] = Float.NEGATIVE_INFINITY;
        not &= not - 1;
      }
    }
  }

  private int draw(float[] logits) {
    random.uniform(uniform, 2, 2 * position);
    if (settings.mirostatTau() > 0) {
      return mirostat(logits);
    }
    narrow(logits, uniform[1] < settings.xtcProbability());
    return candidates.id(candidates.at(uniform[0]));
  }

  /** The steps from temperature on, but for the draw. */
  Candidates narrow(float[] logits, boolean excludesTop) {
    if (settings.topK() > 0) {
      candidates.best(logits, settings.topK());
    } else {
      candidates.all(logits);
    }
    candidates.weigh(settings.temperature());
    if (settings.topP() < 1) {
      candidates.topP(settings.topP());
    }
    if (settings.minP() > 0) {
      candidates.minP(settings.minP());
    }
    if (settings.typicalP() < 1) {
      candidates.typical(settings.typicalP());
    }
    if (excludesTop) {
      candidates.excludeTop(settings.xtcThreshold());
    }
    return candidates;
  }

  private int mirostat(float[] logits) {
    candidates.all(logits);
    candidates.weigh(settings.temperature());
    candidates.surprising(mostBits);
    int index = candidates.at(uniform[0]);
    double surprise = -Math.log(candidates.probability(index)) / Math.log(2);
    mostBits -= settings.mirostatEta() * (surprise - settings.mirostatTau());
    return candidates.id(index);
  }
}
