package dev.seisei.text.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class StopStringsTest {
  @Provide
  static Arbitrary<List<String>> pieces() {
    return Arbitraries.strings().withChars("ab猫").ofMaxLength(4).list().ofMaxSize(10);
  }

  @Provide
  static Arbitrary<List<String>> stops() {
    return Arbitraries.strings().withChars("ab猫").ofMinLength(1).ofMaxLength(5).list().ofMaxSize(3);
  }

  @Property
  void equalsANaiveSearch(
      @ForAll("pieces") List<String> pieces, @ForAll("stops") List<String> stops) {
    StopStrings stream = new StopStrings(stops);
    StringBuilder passed = new StringBuilder();
    StringBuilder given = new StringBuilder();
    for (String piece : pieces) {
      passed.append(stream.add(piece));
      given.append(piece);
      String all = given.toString();
      if (stream.stop().isEmpty()) {
        String held = all.substring(passed.length());
        assertTrue(
            held.isEmpty() || stops.stream().anyMatch(stop -> stop.startsWith(held)),
            "held back is only the beginning of a stop string: " + held);
      }
    }
    passed.append(stream.end());
    String all = given.toString();
    for (int end = 1; end <= all.length(); end++) {
      for (int start = 0; start < end; start++) {
        if (stops.contains(all.substring(start, end))) {
          assertEquals(all.substring(0, start), passed.toString());
          assertEquals(Optional.of(all.substring(start, end)), stream.stop());
          return;
        }
      }
    }
    assertEquals(all, passed.toString());
    assertEquals(Optional.empty(), stream.stop());
  }

  @Test
  void aStopMayComeInSeveralPieces() {
    StopStrings stream = new StopStrings(List.of("\n\nUser:"));
    assertEquals("Hello", stream.add("Hello\n"));
    assertEquals("", stream.add("\nUs"));
    assertEquals("\n\nUsing it", stream.add("ing it"));
    assertEquals("", stream.add("\n\nUser"));
    assertEquals("", stream.add(": more"));
    assertEquals("", stream.add("and more"));
    assertEquals("", stream.end());
    assertEquals(Optional.of("\n\nUser:"), stream.stop());
  }

  @Test
  void whatIsHeldComesAtTheEnd() {
    StopStrings stream = new StopStrings(List.of("stop"));
    assertEquals("a ", stream.add("a sto"));
    assertEquals("sto", stream.end());
  }

  @Test
  void anEmptyStopIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new StopStrings(List.of("a", "")));
  }
}
