package dev.seisei.text.grammar;

import static dev.seisei.text.grammar.Expression.UNBOUNDED;
import static dev.seisei.text.grammar.Expression.characters;
import static dev.seisei.text.grammar.Expression.choice;
import static dev.seisei.text.grammar.Expression.optional;
import static dev.seisei.text.grammar.Expression.repeat;
import static dev.seisei.text.grammar.Expression.rule;
import static dev.seisei.text.grammar.Expression.sequence;
import static dev.seisei.text.grammar.Expression.text;

import java.util.Map;

/**
 * The rules of JSON (RFC 8259), as strict as is good for what a model writes: between tokens at
 * most a blank, or a line break and up to 40 blanks, and numbers of up to 40 digits, or a model
 * might write blanks or digits for ever. No surrogate stands alone.
 */
final class JsonRules {
  static final String ROOT = "root";
  static final String SPACE = "json-space";
  static final String VALUE = "json-value";
  static final String OBJECT = "json-object";
  static final String ARRAY = "json-array";
  static final String STRING = "json-string";
  static final String CHARACTER = "json-character";
  static final String NUMBER = "json-number";
  static final String INTEGER = "json-integer";
  static final String BOOLEAN = "json-boolean";
  static final String NULL = "json-null";

  private static final int LONGEST_NUMBER = 40;
  private static final int WIDEST_INDENT = 40;

  private JsonRules() {}

  static void addTo(Map<String, Expression> rules) {
    Expression space = rule(SPACE);
    rules.put(
        SPACE,
        choice(
            Expression.NOTHING,
            text(" "),
            sequence(
                optional(text("\r")), text("\n"), repeat(characters("  \t\t"), 0, WIDEST_INDENT))));
    rules.put(
        VALUE,
        choice(rule(OBJECT), rule(ARRAY), rule(STRING), rule(NUMBER), rule(BOOLEAN), rule(NULL)));
    rules.put(OBJECT, object(rule(VALUE)));
    rules.put(
        ARRAY, sequence(text("["), space, optional(list(rule(VALUE), 0, UNBOUNDED)), text("]")));
    rules.put(STRING, sequence(text("\""), repeat(rule(CHARACTER), 0, UNBOUNDED), text("\"")));
    rules.put(
        CHARACTER, choice(new Expression.Characters(unescaped()), sequence(text("\\"), escape())));
    Expression digits = characters("09");
    Expression whole =
        sequence(
            optional(text("-")),
            choice(text("0"), sequence(characters("19"), repeat(digits, 0, LONGEST_NUMBER))));
    rules.put(INTEGER, whole);
    rules.put(
        NUMBER,
        sequence(
            rule(INTEGER),
            optional(sequence(text("."), repeat(digits, 1, LONGEST_NUMBER))),
            optional(
                sequence(characters("eeEE"), optional(characters("++--")), repeat(digits, 1, 3)))));
    rules.put(BOOLEAN, choice(text("true"), text("false")));
    rules.put(NULL, text("null"));
  }

  /** The characters that stand for themselves in a string. */
  static CodePoints unescaped() {
    return CodePoints.ALL.without(CodePoints.of("\0\37\"\"\\\\"));
  }

  private static Expression escape() {
    Expression hex = characters("09afAF");
    Expression low =
        sequence(text("\\u"), characters("ddDD"), characters("cfCF"), repeat(hex, 2, 2));
    return choice(
        characters("\"\"\\\\//bbffnnrrtt"),
        sequence(text("u"), characters("09acAC"), repeat(hex, 3, 3)),
        sequence(text("u"), characters("efEF"), repeat(hex, 3, 3)),
        sequence(text("u"), characters("ddDD"), characters("07"), repeat(hex, 2, 2)),
        sequence(text("u"), characters("ddDD"), characters("89abAB"), repeat(hex, 2, 2), low));
  }

  /** An object with any names. */
  static Expression object(Expression value) {
    Expression member = sequence(rule(STRING), rule(SPACE), text(":"), rule(SPACE), value);
    return sequence(text("{"), rule(SPACE), optional(list(member, 0, UNBOUNDED)), text("}"));
  }

  /** One, and more after commas; each with the space behind it. */
  static Expression list(Expression one, int leastMore, int mostMore) {
    return sequence(
        one,
        rule(SPACE),
        repeat(sequence(text(","), rule(SPACE), one, rule(SPACE)), leastMore, mostMore));
  }
}
