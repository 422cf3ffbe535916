package dev.seisei.text.grammar;

/**
 * A context-free grammar over UTF-8. Immutable and thread-safe.
 *
 * <p>Texts are recognised byte by byte. The possible parses of the text so far share their stacks,
 * so that ambiguity costs polynomial, not exponential, time and space. (Tomita, "Efficient parsing
 * for natural language", 1985, has the idea for other parsers.) Nothing recurses over a text or a
 * grammar: what nests deeply costs memory, not the thread's stack.
 */
public final class Grammar {
  private final Program program;

  private Grammar(Program program) {
    this.program = program;
  }

  /**
   * Reads the notation of llama.cpp (GBNF): rules {@code name ::= …}, of which {@code root} is the
   * text; literals, classes {@code [a-z]}, {@code .}, groups, {@code |}, {@code * + ? {m} {m,}
   * {m,n}}, comments from {@code #}.
   *
   * @throws GrammarException if it is wrong, naming the line; if a rule begins with itself or can
   *     never end, naming the rule; if it is too large
   */
  public static Grammar parse(String text) {
    return new Grammar(Compiler.compile(new GbnfParser(text).rules(), "root"));
  }

  /**
   * Texts that are JSON and follow a schema. {@code docs/text.md} has the keywords.
   *
   * @param schema JSON Schema, draft 2020-12 or 7
   * @throws GrammarException if it is no JSON, or uses a keyword that is not supported, naming it
   */
  public static Grammar jsonSchema(String schema) {
    return new Grammar(Compiler.compile(new JsonSchema(schema).rules(), JsonRules.ROOT));
  }

  /** Texts that are JSON: any value. */
  public static Grammar json() {
    return jsonSchema("{}");
  }

  /**
   * What a vocabulary needs to keep to this grammar; to be kept and used for all texts, since it
   * remembers what it found out.
   */
  public TokenGrammar over(Vocabulary vocabulary) {
    return new TokenGrammar(new Machine(program), vocabulary);
  }

  /** Whether a text keeps to this grammar. */
  public boolean matches(String text) {
    Machine machine = new Machine(program);
    Machine.State state = machine.start();
    for (byte each : text.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
      state = machine.next(state, each & 0xFF);
      if (state == null) {
        return false;
      }
    }
    return state.complete();
  }
}
