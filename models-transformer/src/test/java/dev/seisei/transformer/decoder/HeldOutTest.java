package dev.seisei.transformer.decoder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.param.ParameterStore;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeldOutTest {
  private static final int LENGTH = TextScorerTest.POSITIONS;

  /** Of a model that knows where a token stands in its sequence, and predicts token 0 the more. */
  private static double loss(int[] tokens, int most) {
    try (ParameterStore store = ParameterStore.of(Map.of("unused", Tensor.of(new float[1], 1)));
        HeldOut heldOut =
            new HeldOut(
                DecoderFunctions.score(
                    new TextScorerTest.Counter(), new TextScorerTest.Nothing(), LENGTH),
                store,
                tokens,
                LENGTH,
                most,
                Device.CPU)) {
      return heldOut.loss();
    }
  }

  private static double mean(boolean first) {
    double sum = 0;
    for (int position = 0; position < LENGTH; position++) {
      sum += TextScorerTest.nats(position, first);
    }
    return sum / LENGTH;
  }

  @Test
  void sequencesDoNotOverlapAndTheRestIsLeftOut() {
    for (int length : new int[] {9, 10, 17, 24, 4097, 9000}) {
      int[] tokens = new int[length];
      Arrays.fill(tokens, 1);
      assertEquals(mean(false), loss(tokens, 0), 1e-5, "length " + length);
    }
    // Targets are those of positions 1 to 8 and 9 to 16: of token 0 in the second sequence only.
    int[] tokens = new int[20];
    Arrays.fill(tokens, 0, 9, 1);
    assertEquals((mean(false) + mean(true)) / 2, loss(tokens, 0), 1e-5);
    assertEquals(mean(false), loss(tokens, 1), 1e-5);
  }

  @Test
  void someSequencesAreSpreadEvenly() {
    // Ten sequences, of which every second is of token 0.
    int[] tokens = new int[81];
    for (int i = 1; i < tokens.length; i++) {
      tokens[i] = (i - 1) / LENGTH % 2;
    }
    assertEquals((mean(false) + mean(true)) / 2, loss(tokens, 0), 1e-5);
    assertEquals(mean(true), loss(tokens, 5), 1e-5);
  }
}
