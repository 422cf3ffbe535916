package dev.seisei.text.grammar;

import java.util.BitSet;
import java.util.List;

/**
 * A grammar as a machine reads it. A position is a place in an alternative of a rule; that after
 * position p is p + 1.
 *
 * @param kinds what is at a position: {@link #END}, {@link #CALL} or a byte of a set
 * @param operands the rule that is called, or the set
 * @param sets sets of bytes
 * @param starts of each rule, where its alternatives begin
 * @param nullable the rules that may stand for nothing
 * @param ranks of each rule: those that a rule may begin with have higher ones
 * @param root the rule that is the text
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, shared within the package.
record Program(
    byte[] kinds,
    int[] operands,
    List<BitSet> sets,
    int[][] starts,
    BitSet nullable,
    int[] ranks,
    int root) {
  static final byte END = 0;
  static final byte CALL = 1;
  static final byte BYTES = 2;
}
