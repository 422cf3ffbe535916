package dev.seisei.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
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

  @Test
  void isCloseToTheBoundWherePiecesAreOfAnySize() {
    long bound = 0;
    long bytes = 0;
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<Root> roots = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        int first = random.nextInt(40);
        roots.add(root(64L * (1 + random.nextInt(100)), first, first + random.nextInt(10)));
      }
      bound += Arrays.stream(Arena.alive(roots)).max().orElseThrow();
      bytes += new Arena(roots).bytes();
    }
    // Largest first alone comes to 1.045 times the bound.
    assertTrue(bytes < bound * 1.025, bytes + " of " + bound);
  }

  @Test
  void isCloseToTheBoundForTrainingStepsOfManyLayers() {
    Random random = new Random(7);
    List<Root> roots = new ArrayList<>();
    int layers = 600;
    for (int i = 0; i < layers; i++) {
      long bytes = 64L * (1 + random.nextInt(1000));
      roots.add(root(bytes, i, 2 * layers - i));
      roots.add(root(bytes, 2 * layers - i - 1, 2 * layers - i));
      roots.add(root(64L * (1 + random.nextInt(300)), i, i + 1 + random.nextInt(3)));
    }
    long bound = Arrays.stream(Arena.alive(roots)).max().orElseThrow();
    long bytes = new Arena(roots).bytes();
    assertTrue(bytes <= bound * 1.02, bytes + " of " + bound);
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
