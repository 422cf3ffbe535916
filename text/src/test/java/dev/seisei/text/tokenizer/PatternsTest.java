package dev.seisei.text.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatternsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a+)+$",
        "(a|a)*b",
        "(?:a*)*",
        "((a)+)+",
        "(a{2,})+",
        "(a+){3,}",
        "(a)\\1",
        "(?<x>a)\\k<x>",
        "(?:[a]|b)+",
        "([)]a+)+",
        "((a|b))*"
      })
  void whatMayTakeForeverIsRefused(String pattern) {
    assertNotEquals("", Patterns.reason(pattern));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(?i:'s|'t)?a+",
        "\\d{1,3}(?=(?:\\d{3})*\\b)",
        "[(a+)+]",
        "\\(a+\\)+",
        "[^]()a+]+",
        "(a+){3}",
        " ?[^(\\s|[.,!?…。，、।۔،])]+"
      })
  void whatModelsHaveIsTaken(String pattern) {
    assertEquals("", Patterns.reason(pattern));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpt-2",
        "llama-bpe",
        "qwen2",
        "smollm",
        "falcon",
        "default",
        "tekken",
        "gpt-4o",
        "deepseek-coder",
        "deepseek-v3",
        "bloom",
        "viking",
        ""
      })
  void knownPreTokenizersAreTaken(String name) {
    for (String pattern : PreTokenizers.of(name).patterns()) {
      assertEquals("", Patterns.reason(pattern));
    }
    Tokenizer bytes = bytes(name);
    String text = "It's 12345, 日本語 + Führer\r\n\n\t (x)! 猫😀";
    assertEquals(text, bytes.decode(bytes.encode(text)));
  }

  /** The library compiles the patterns. */
  private static Tokenizer bytes(String pre) {
    Vocabulary plain = new BpeTraining(256, List.of()).vocabulary();
    return new Vocabulary(
            plain.kind(), plain.pieces(), plain.merges(), pre, plain.roles(), plain.rules())
        .tokenizer(pre);
  }
}
