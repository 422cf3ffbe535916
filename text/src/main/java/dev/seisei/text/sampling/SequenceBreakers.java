package dev.seisei.text.sampling;

import dev.seisei.text.tokenizer.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/** The tokens that DRY's repetitions do not reach across. */
public final class SequenceBreakers {
  private SequenceBreakers() {}

  /**
   * The tokens with one of {@code dry_sequence_breakers}' characters in them. Looks at the whole
   * vocabulary: once a request, and only where {@code dry_multiplier} is not 0, for which it is
   * empty.
   */
  public static BitSet of(Sampling settings, Tokenizer tokenizer) {
    BitSet breakers = new BitSet();
    if (settings.dryMultiplier() == 0 || settings.drySequenceBreakers().isEmpty()) {
      return breakers;
    }
    int[] characters = settings.drySequenceBreakers().codePoints().toArray();
    for (int id = 0; id < tokenizer.size(); id++) {
      String text = new String(tokenizer.bytes(id), StandardCharsets.UTF_8);
      for (int character : characters) {
        if (text.indexOf(character) >= 0) {
          breakers.set(id);
        }
      }
    }
    return breakers;
  }
}
