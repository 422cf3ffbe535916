package dev.seisei.text.grammar;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/** Writes what a grammar allows, at random. */
final class RandomText {
  private RandomText() {}

  /**
   * A whole text; or, if it has not ended after so many tokens, what it takes to end it by the
   * token that comes nearest.
   */
  static String write(TokenGrammar grammar, TestTokenizer tokenizer, long seed, int patience) {
    Random random = new Random(seed);
    Constraint text = grammar.start();
    List<Integer> tokens = new ArrayList<>();
    while (true) {
      BitSet allowed = BitSet.valueOf(text.allowed());
      if (allowed.get(TestTokenizer.EOS) != text.complete()) {
        throw new AssertionError("the end is allowed, but the text is not complete");
      }
      if (allowed.isEmpty()) {
        throw new AssertionError("a dead end after " + decode(tokenizer, tokens));
      }
      int[] ids = allowed.stream().toArray();
      int id = ids[random.nextInt(ids.length)];
      if (tokens.size() > patience && text.complete()) {
        id = TestTokenizer.EOS;
      } else if (tokens.size() > patience) {
        id = closing(allowed, ids, random);
      }
      text.accept(id);
      if (id == TestTokenizer.EOS) {
        return decode(tokenizer, tokens);
      }
      tokens.add(id);
      if (tokens.size() > 20 * patience) {
        throw new AssertionError("no end: " + decode(tokenizer, tokens));
      }
    }
  }

  /** Bytes that close something. */
  private static int closing(BitSet allowed, int[] ids, Random random) {
    for (char c : new char[] {'"', '}', ']'}) {
      if (allowed.get(2 + c)) {
        return 2 + c;
      }
    }
    return ids[random.nextInt(ids.length)];
  }

  private static String decode(TestTokenizer tokenizer, List<Integer> tokens) {
    return tokenizer.decode(tokens.stream().mapToInt(id -> id).toArray());
  }
}
