package dev.seisei.transformer.bert;

import dev.seisei.core.settings.Require;
import dev.seisei.engine.plan.Plan;
import dev.seisei.text.tokenizer.Tokenizer;
import java.nio.IntBuffer;

/**
 * Sequences with some of their tokens to be guessed: of these, eight of ten are hidden, one is
 * another token, one is left as it is. Always as many are guessed, whatever the sequence; none of
 * those that frame it.
 *
 * <p>Source: Devlin et al., 2018, arXiv 1810.04805, section 3.1, task 1.
 */
final class Masking {
  /** Uniform numbers for each token that is guessed: which it is, what is shown, which one. */
  private static final int EACH = 3;

  private static final double HIDDEN = 0.8;
  private static final double REPLACED = 0.1;

  private final Tokenizer tokenizer;
  private final int mask;
  private final int vocabulary;
  private final int length;
  private final int before;
  private final int inner;
  private final int hidden;

  /**
   * @param mask the token that stands for a hidden one
   * @param vocabulary V; shown instead are tokens below this
   * @param length T, of a sequence with its frame
   * @param share of the tokens within the frame that are guessed
   * @throws dev.seisei.core.settings.SettingException if the frame leaves no room
   */
  Masking(Tokenizer tokenizer, int mask, int vocabulary, int length, double share) {
    this.tokenizer = tokenizer;
    this.mask = mask;
    this.vocabulary = vocabulary;
    this.length = length;
    int[] framed = tokenizer.frame(new int[] {-1});
    int at = 0;
    while (framed[at] != -1) {
      at++;
    }
    before = at;
    inner = length - framed.length + 1;
    Require.that(
        inner > 0,
        "context",
        "context must be at least the %d of one framed token, got %d"
            .formatted(framed.length, length));
    hidden = (int) Math.max(1, Math.round(inner * share));
  }

  /** Tokens of a text that a sequence takes. */
  int inner() {
    return inner;
  }

  /** Tokens that are guessed, M. */
  int hidden() {
    return hidden;
  }

  /** Uniform numbers that a sequence takes. */
  int uniforms() {
    return EACH * hidden;
  }

  /**
   * Writes a sequence into a plan's inputs.
   *
   * @param start of the sequence in the tokens
   * @param uniform numbers in [0, 1), those of this sequence beginning at from
   */
  void write(Plan plan, int row, int[] tokens, int start, double[] uniform, int from) {
    int[] window = new int[inner];
    System.arraycopy(tokens, start, window, 0, inner);
    int[] order = new int[inner];
    for (int i = 0; i < inner; i++) {
      order[i] = i;
    }
    IntBuffer at = plan.input(BertFunctions.HIDDEN_AT).bytes().asIntBuffer();
    IntBuffer targets = plan.input(BertFunctions.TARGETS).bytes().asIntBuffer();
    for (int i = 0; i < hidden; i++) {
      int u = from + EACH * i;
      int other = i + (int) (uniform[u] * (inner - i));
      int place = order[other];
      order[other] = order[i];
      order[i] = place;
      at.put(row * hidden + i, row * length + before + place);
      targets.put(row * hidden + i, window[place]);
      window[place] = shown(window[place], uniform[u + 1], uniform[u + 2]);
    }
    plan.input(BertFunctions.IDS).bytes().asIntBuffer().put(row * length, tokenizer.frame(window));
  }

  private int shown(int token, double what, double which) {
    if (what < HIDDEN) {
      return mask;
    }
    return what < HIDDEN + REPLACED ? (int) (which * vocabulary) : token;
  }
}
