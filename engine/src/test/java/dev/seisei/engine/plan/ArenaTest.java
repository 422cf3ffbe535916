package dev.seisei.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ArenaTest {
  private static Root root(long bytes, int first, int last) {
    Root root = Root.wanted(Root.Stage.RUN, bytes);
    root.touch(first);
    root.touch(last);
    return root;
  }

  @Test
  void piecesThatNeverMeetShareMemory() {
    Arena arena = new Arena(List.of(root(640, 0, 1), root(640, 2, 3), root(64, 1, 2)));
    assertEquals(704, arena.bytes());
  }

  @Property(tries = 300)
  void piecesInUseTogetherNeverOverlap(@ForAll long seed) {
    Random random = new Random(seed);
    List<Root> roots = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      int first = random.nextInt(20);
      roots.add(root(1 + random.nextInt(1000), first, first + random.nextInt(5)));
    }
    Arena arena = new Arena(roots);
    for (Root a : roots) {
      assertEquals(0, arena.offset(a) % 64);
      assertTrue(arena.offset(a) + a.bytes <= arena.bytes());
      for (Root b : roots) {
        boolean together = a.first <= b.last && b.first <= a.last;
        boolean apart =
            arena.offset(a) + a.bytes <= arena.offset(b)
                || arena.offset(b) + b.bytes <= arena.offset(a);
        assertTrue(a == b || !together || apart);
      }
    }
  }
}
