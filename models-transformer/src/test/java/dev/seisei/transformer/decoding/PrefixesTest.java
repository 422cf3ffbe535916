package dev.seisei.transformer.decoding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.transformer.decoder.RememberedContext;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrefixesTest {
  private static final int PAGE = RememberedContext.PAGE;

  private final PagePool pool = new PagePool(8);
  private final Prefixes prefixes = new Prefixes(pool);

  private static int[] tokens(int pages, int more, int last) {
    int[] tokens = new int[pages * PAGE + more];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = i / PAGE == pages - 1 ? last : i / PAGE;
    }
    return tokens;
  }

  /** Reads a text, keeps it for its scope, and closes it. */
  private List<Integer> read(String scope, int[] tokens) {
    List<Integer> known = prefixes.find(scope, tokens, tokens.length - 1);
    try (Remembered text = new Remembered(pool, prefixes, known)) {
      text.grow(tokens.length - text.tokens());
      prefixes.keep(scope, tokens, text);
    }
    return known;
  }

  @Test
  void textsOfOneScopeShareFullPages() {
    assertEquals(List.of(), read("a", tokens(2, 5, 9)));
    assertEquals(2, read("a", tokens(2, 30, 9)).size());
    // Another second page.
    assertEquals(1, read("a", tokens(2, 30, 8)).size());
    // Its last token has to be read.
    assertEquals(1, prefixes.find("a", tokens(2, 0, 9), 2 * PAGE - 1).size());
  }

  @Test
  void scopesDoNotSeeEachOther() {
    read("a", tokens(2, 5, 9));
    assertEquals(List.of(), read("b", tokens(2, 5, 9)));
  }

  @Test
  void whatIsKeptGivesWayToTexts() {
    read("a", tokens(2, 0, 9));
    read("b", tokens(2, 0, 9));
    assertEquals(3, pool.free());
    try (Remembered text = new Remembered(pool, prefixes, List.of())) {
      text.grow(5 * PAGE);
      assertEquals(0, pool.free());
      // The ends of the oldest were forgotten first.
      assertEquals(0, prefixes.find("a", tokens(2, 1, 9), 2 * PAGE).size());
      List<Integer> left = prefixes.find("b", tokens(2, 1, 9), 2 * PAGE);
      assertEquals(2, left.size());
      // A page that a text holds is not free when the tree lets go of it.
      assertTrue(prefixes.forget());
      assertTrue(prefixes.forget());
      assertFalse(prefixes.forget());
      assertEquals(0, pool.free());
      assertThrows(IllegalStateException.class, () -> text.grow(PAGE));
      left.forEach(pool::give);
      assertEquals(2, pool.free());
    }
    assertEquals(7, pool.free());
  }
}
