package dev.seisei.text.template;

/**
 * A piece of a template.
 *
 * @param text of text and strings, what they stand for
 */
record Token(Kind kind, String text, int line) {
  enum Kind {
    TEXT,
    OUTPUT_BEGIN,
    OUTPUT_END,
    BLOCK_BEGIN,
    BLOCK_END,
    NAME,
    STRING,
    INTEGER,
    FLOAT,
    OPERATOR,
    END
  }

  boolean is(Kind other, String word) {
    return kind == other && text.equals(word);
  }
}
