package dev.seisei.text.grammar;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrammarTest {
  private static final String ARITHMETIC =
      """
      # Sums of products.
      root  ::= sum
      sum   ::= term (ws [-+] ws term)*
      term  ::= number (
        "*" number   # lines may break in groups
      )*
      number ::= [0-9]+ | "(" sum ")"
      ws ::= " "?
      """;

  @ParameterizedTest
  @CsvSource({
    "1, true",
    "12+3, true",
    "1 + 2*(3-4), true",
    "((((7)))), true",
    "1+, false",
    "(1, false",
    "1**2, false",
    "a, false"
  })
  void recognisesWhatTheRulesSay(String text, boolean matches) {
    assertEquals(matches, Grammar.parse(ARITHMETIC).matches(text));
  }

  @ParameterizedTest
  @CsvSource({
    "'[a-c]{2}', 'ab', true",
    "'[a-c]{2}', 'a', false",
    "'[a-c]{2,}', 'abcabc', true",
    "'[a-c]{0,2}', 'abc', false",
    "'[a-c]{0,2}', '', true",
    "'[^a]', 'b', true",
    "'[^a]', 'あ', true",
    "'[^a]', 'a', false",
    "'[ぁ-ん]+', 'ひらがな', true",
    "'[ぁ-ん]+', 'カ', false",
    "'.', '😀', true",
    "'.', 'ab', false",
    "'\"\\x41\\u3042\\n\"', 'Aあ\n', true",
    "'[\\]\\-\\\\x]+', ']-\\x', true",
    "'(\"a\"?)*', 'aaa', true",
    "'(\"a\"?)*', '', true",
    "'(\"a\"* \"b\"*)* \"c\"', 'abbac', true",
    "'(\"a\"* \"b\"*)+', '', true",
    "'(\"a\" | )  \"b\"', 'b', true",
    "'\"a\"??', 'a', true",
    "'[a-]+', 'a-a', true"
  })
  void readsTheNotation(String rule, String text, boolean matches) {
    assertEquals(matches, Grammar.parse("root ::= " + rule).matches(text));
  }

  @ParameterizedTest
  @CsvSource({
    "'root ::= root \"a\" | \"a\"', root",
    "'root ::= x\nx ::= y \"a\"\ny ::= \"b\"? x | \"c\"', x",
    "'root ::= \"a\" root', root",
    "'root ::= x\nx ::= x', x",
    "'root ::= y', y",
    "'root ::= [z-a]', 1",
    "'root ::= []', 1",
    "'root ::= \"a', 1",
    "'root ::= (\"a\"', 1",
    "'root ::= \"a\"\nroot ::= \"b\"', 2",
    "'root = \"a\"', 1",
    "'root ::= \"a\"{3,2}', 1",
    "'root ::= \"a\"{9999999999}', 1",
    "'root ::= \"\\q\"', 1",
    "'x ::= \"a\"', root",
    "'root ::= \"\\uD800\"', 1",
    "'root ::= \"a\" )', 1"
  })
  void saysWhichRuleOrLineIsWrong(String grammar, String named) {
    GrammarException wrong = assertThrows(GrammarException.class, () -> Grammar.parse(grammar));
    assertTrue(
        String.valueOf(wrong.getMessage()).contains(named), String.valueOf(wrong.getMessage()));
  }

  /** Each of n brackets may be closed in two ways: 2ⁿ parses. */
  @Test
  void ambiguityIsNotExponential() {
    Grammar grammar =
        Grammar.parse("root ::= \"a\" root \"b\" | \"a\" root \"c\" | \"a\" root [bc] | \"d\"");
    int n = 2000;
    assertTrue(grammar.matches("a".repeat(n) + "d" + "bc".repeat(n / 2)));
    assertFalse(grammar.matches("a".repeat(n) + "d" + "bc".repeat(n / 2 - 1)));
    Grammar all = Grammar.parse("root ::= ([a-z]* [a-z]* [a-z]*)* \"!\"");
    assertTrue(all.matches("x".repeat(2000) + "!"));
    Grammar sums = Grammar.parse("root ::= \"1\" tail\ntail ::= (\"+\" root)* | (\"+\" root)+");
    assertTrue(sums.matches("1" + "+1".repeat(60)));
  }

  @Test
  void depthCostsNoStack() {
    Grammar grammar = Grammar.parse("root ::= \"(\" root \")\" | \"x\"");
    int n = 20_000;
    assertTrue(grammar.matches("(".repeat(n) + "x" + ")".repeat(n)));
    assertThrows(
        GrammarException.class,
        () -> Grammar.parse("root ::= " + "(".repeat(100_000) + "\"x\"" + ")".repeat(100_000)));
    StringBuilder chain = new StringBuilder("root ::= r0\n");
    for (int i = 0; i < 5000; i++) {
      chain.append("r" + i + " ::= r" + (i + 1) + " \"a\"?\n");
    }
    assertTrue(Grammar.parse(chain + "r5000 ::= \"b\"?").matches("ba"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "root ::= [a-z]{1000000}",
        "root ::= ([a-z]{1000}){1000}{1000}",
        "root ::= ((((\"a\"{0,99}){0,99}){0,99}){0,99}){0,99}",
        "root ::= \"a\"{0,1000000}"
      })
  void sizeIsBounded(String grammar) {
    try {
      Grammar.parse(grammar);
    } catch (GrammarException e) {
      assertTrue(String.valueOf(e.getMessage()).contains("too large"), e.getMessage());
    }
  }

  @Test
  void tokensMayBeginAndEndWithinCharacters() {
    TestTokenizer tokenizer = new TestTokenizer("あ", "い", "a", "あい", "ab");
    TokenGrammar grammar =
        Grammar.parse("root ::= \"a\"? [ぁ-ん] \"\\\"\"").over(Vocabulary.of(tokenizer));
    Constraint text = grammar.start();
    assertEquals(Set.of("a", "あ", "い", "\uFFFD", "a\uFFFD"), pieces(tokenizer, text));
    int half = tokenizer.size() - 3;
    text.accept(half);
    int rest = tokenizer.size() - 2;
    assertTrue(BitSet.valueOf(text.allowed()).get(rest));
    assertFalse(text.complete());
    text.accept(rest);
    assertTrue(text.complete());
    assertEquals(
        Set.of(TestTokenizer.EOS),
        BitSet.valueOf(text.allowed()).stream().boxed().collect(Collectors.toSet()));
  }

  private static Set<String> pieces(TestTokenizer tokenizer, Constraint text) {
    return BitSet.valueOf(text.allowed()).stream()
        .mapToObj(tokenizer::decode)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void refusesWhatMayNotComeAndGoesOnFromCopies() {
    TestTokenizer tokenizer = new TestTokenizer();
    Constraint text = Grammar.parse("root ::= \"ab\"").over(Vocabulary.of(tokenizer)).start();
    for (int id : new int[] {2 + 'b', 0, TestTokenizer.EOS, -1, 10_000}) {
      assertThrows(IllegalArgumentException.class, () -> text.accept(id));
    }
    text.accept(2 + 'a');
    Constraint copy = text.copy();
    copy.accept(2 + 'b');
    assertFalse(text.complete());
    copy.accept(TestTokenizer.EOS);
    assertTrue(copy.complete());
    assertTrue(BitSet.valueOf(copy.allowed()).isEmpty());
    assertThrows(IllegalArgumentException.class, () -> copy.accept(TestTokenizer.EOS));
  }

  /** The mask equals a test of every token by itself. */
  @Property(tries = 20)
  void masksAreWhatEachTokenSays(@ForAll long seed) {
    TestTokenizer tokenizer = TestTokenizer.json();
    TokenGrammar grammar = Grammar.json().over(Vocabulary.of(tokenizer));
    Constraint text = grammar.start();
    java.util.Random random = new java.util.Random(seed);
    for (int step = 0; step < 12; step++) {
      BitSet allowed = BitSet.valueOf(text.allowed());
      for (int id = 0; id < tokenizer.size(); id++) {
        Constraint copy = text.copy();
        boolean accepted = true;
        try {
          copy.accept(id);
        } catch (IllegalArgumentException e) {
          accepted = false;
        }
        assertEquals(accepted, allowed.get(id), "token " + id);
      }
      int[] ids = allowed.stream().filter(id -> id != TestTokenizer.EOS).toArray();
      if (ids.length == 0) {
        return;
      }
      text.accept(ids[random.nextInt(ids.length)]);
    }
  }

  @Property(tries = 60)
  void randomTokensMakeTextsOfTheGrammar(@ForAll long seed) {
    TestTokenizer tokenizer = new TestTokenizer("1+", "(1", "))", " + ", "*2");
    Grammar grammar = Grammar.parse(ARITHMETIC);
    String text = RandomText.write(grammar.over(Vocabulary.of(tokenizer)), tokenizer, seed, 1000);
    assertTrue(grammar.matches(text), text);
  }

  @Property(tries = 1000)
  void anyTextIsAGrammarOrRefused(@ForAll String text, @ForAll @IntRange(max = 3) int kind) {
    String[] begin = {"", "root ::= ", "root ::= [", "root ::= \"a\"{"};
    assertDoesNotThrow(
        () -> {
          try {
            Grammar.parse(begin[kind] + text);
          } catch (GrammarException e) {
            // As documented.
          }
        });
  }
}
