package dev.seisei.text.grammar;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The right side of a rule. */
sealed interface Expression {
  /** Some bytes, one after the other. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Literal(byte[] bytes) implements Expression {}

  /** One character of a set. */
  record Characters(CodePoints set) implements Expression {}

  /** All parts, one after the other. */
  record Sequence(List<Expression> parts) implements Expression {}

  /** One of several. */
  record Choice(List<Expression> options) implements Expression {}

  /**
   * The same several times.
   *
   * @param most {@link #UNBOUNDED} for any number
   */
  record Repeat(Expression part, int least, int most) implements Expression {}

  /** What another rule says. */
  record Reference(String rule) implements Expression {}

  /** One byte of a range: a part of a character. */
  record ByteRange(int first, int last) implements Expression {}

  /** What a rule that is compiled says, by its index. */
  record Compiled(int rule) implements Expression {}

  int UNBOUNDED = Integer.MAX_VALUE;

  Expression NOTHING = new Sequence(List.of());

  static Expression text(String text) {
    return new Literal(text.getBytes(StandardCharsets.UTF_8));
  }

  static Expression characters(String ranges) {
    return new Characters(CodePoints.of(ranges));
  }

  static Expression sequence(Expression... parts) {
    return new Sequence(List.of(parts));
  }

  static Expression choice(Expression... options) {
    return new Choice(List.of(options));
  }

  static Expression optional(Expression part) {
    return new Repeat(part, 0, 1);
  }

  static Expression repeat(Expression part, int least, int most) {
    return new Repeat(part, least, most);
  }

  static Expression rule(String name) {
    return new Reference(name);
  }
}
