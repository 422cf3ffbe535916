package dev.seisei.transformer.decoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.settings.SettingException;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.plan.Plan;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenWindowsTest {
  private static final int ROWS = 5;
  private static final int LENGTH = 7;

  private static Plan plan() {
    TensorType type = new TensorType(DType.I32, Shape.of(ROWS, LENGTH));
    Value ids = Ops.apply(new Leaf.Input("ids", type));
    Value targets = Ops.apply(new Leaf.Input("targets", type));
    return Plan.of(
            Graph.of(Map.of("a", Ops.cast(ids, DType.F32), "b", Ops.cast(targets, DType.F32))))
        .compile();
  }

  private static int[] ints(Plan plan, String input) {
    int[] values = new int[ROWS * LENGTH];
    plan.input(input).bytes().asIntBuffer().get(values);
    return values;
  }

  @Test
  void sequencesAreStretchesOfTheStreamAndTargetsTheNextTokens() {
    int[] tokens = IntStream.range(100, 130).toArray();
    boolean[] began = new boolean[30];
    try (Plan plan = plan()) {
      TokenWindows windows = new TokenWindows(tokens, ROWS, LENGTH, 1);
      for (int step = 0; step < 200; step++) {
        windows.fill(plan, step);
        int[] ids = ints(plan, "ids");
        int[] targets = ints(plan, "targets");
        for (int i = 0; i < ids.length; i++) {
          assertEquals(ids[i] + 1, targets[i]);
          assertTrue(i % LENGTH == 0 || ids[i] == ids[i - 1] + 1);
        }
        for (int row = 0; row < ROWS; row++) {
          began[ids[row * LENGTH] - 100] = true;
        }
      }
    }
    // From the first stretch to the last, whose last target is the last token.
    for (int start = 0; start < 30; start++) {
      assertEquals(start <= 30 - LENGTH - 1, began[start], "start " + start);
    }
  }

  @Test
  void batchesAreFunctionsOfSeedAndStep() {
    int[] tokens = IntStream.range(0, 1000).toArray();
    try (Plan plan = plan()) {
      TokenWindows windows = new TokenWindows(tokens, ROWS, LENGTH, 1);
      windows.fill(plan, 3);
      int[] third = ints(plan, "ids");
      windows.fill(plan, 4);
      assertFalse(Arrays.equals(third, ints(plan, "ids")));
      new TokenWindows(tokens, ROWS, LENGTH, 1).fill(plan, 3);
      assertArrayEquals(third, ints(plan, "ids"));
      new TokenWindows(tokens, ROWS, LENGTH, 2).fill(plan, 3);
      assertFalse(Arrays.equals(third, ints(plan, "ids")));
    }
  }

  @Test
  void aPassIsAsManyTokensAsThereAre() {
    assertEquals(3, new TokenWindows(new int[106], ROWS, LENGTH, 1).perEpoch());
    assertEquals(1, new TokenWindows(new int[8], ROWS, LENGTH, 1).perEpoch());
  }

  @Test
  void tooFewTokensAreRefused() {
    SettingException e =
        assertThrows(SettingException.class, () -> new TokenWindows(new int[7], ROWS, LENGTH, 1));
    assertEquals("context", e.field());
    assertTrue(e.toString().contains("less than the 7 tokens"), e.toString());
  }
}
