package dev.seisei.transformer.decoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.Functions;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.plan.Precision;
import dev.seisei.transformer.decoder.DecoderShape;
import dev.seisei.transformer.llama.LlamaCases;
import dev.seisei.transformer.llama.LlamaFamily;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Beside PyTorch: tokens one by one, prompts in pieces, and several texts in a run. */
class DecoderParityTest {
  @TempDir Path folder;

  static Stream<LlamaCases.Case> cases() {
    return LlamaCases.all().stream();
  }

  private record Opened(DecoderShape shape, Functions functions, Decoder decoder)
      implements AutoCloseable {
    static Opened of(Checkpoint checkpoint) {
      DecoderShape shape = LlamaCases.shape(checkpoint);
      Functions functions =
          Functions.open(
              checkpoint,
              new LlamaFamily().functions(checkpoint),
              name -> name.endsWith("inv_freq") || name.equals("lm_head.weight"),
              Device.CPU);
      return new Opened(shape, functions, new Decoder(shape, functions, Precision.F32, Device.CPU));
    }

    @Override
    public void close() {
      decoder.close();
      functions.close();
    }
  }

  private static void compare(LlamaCases.Case each, int row, float[] found) {
    List<Double> expected = each.logits().get(row);
    for (int i = 0; expected != null && i < expected.size(); i++) {
      assertEquals(expected.get(i), found[i], 1e-4, "logit " + i + " of token " + row);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void tokensOneByOneGiveTheSame(LlamaCases.Case each) {
    int[] ids = each.tokens();
    try (Opened opened = Opened.of(each.write(folder, Map.of()));
        Remembered text = opened.decoder().begin("", new int[0])) {
      float[] found = new float[opened.shape().vocabulary()];
      for (int i = 0; i < ids.length; i++) {
        opened.decoder().step(List.of(text), new int[] {ids[i]}, List.of(found));
        compare(each, i, found);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void promptsInPiecesGiveTheSame(LlamaCases.Case each) {
    int[] ids = each.tokens();
    try (Opened opened = Opened.of(each.write(folder, Map.of()))) {
      float[] found = new float[opened.shape().vocabulary()];
      for (int piece : new int[] {1, 7, 16, Decoder.MOST_TOKENS}) {
        try (Remembered text = opened.decoder().begin("", new int[0])) {
          for (int from = 0; from < ids.length; from += piece) {
            int count = Math.min(piece, ids.length - from);
            opened.decoder().read(text, ids, from, count, found);
            compare(each, from + count - 1, found);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void severalTextsOfARunGiveTheSame(LlamaCases.Case each) {
    int[] ids = each.tokens();
    int several = 3;
    try (Opened opened = Opened.of(each.write(folder, Map.of()))) {
      List<Remembered> texts = new ArrayList<>();
      List<float[]> found = new ArrayList<>();
      int[] at = new int[several];
      for (int i = 0; i < several; i++) {
        texts.add(opened.decoder().begin("", new int[0]));
        found.add(new float[opened.shape().vocabulary()]);
        // The texts are one text, of which they have read some already.
        at[i] = 7 * i + 1;
        opened.decoder().read(texts.get(i), ids, 0, at[i], found.get(i));
      }
      while (at[several - 1] < ids.length) {
        int[] next = new int[several];
        for (int i = 0; i < several; i++) {
          next[i] = ids[at[i]];
        }
        opened.decoder().step(texts, next, found);
        for (int i = 0; i < several; i++) {
          compare(each, at[i]++, found.get(i));
        }
      }
      float[] alone = new float[opened.shape().vocabulary()];
      try (Remembered text = opened.decoder().begin("", new int[0])) {
        opened.decoder().read(text, ids, 0, at[0] - 1, alone);
        opened.decoder().step(List.of(text), new int[] {ids[at[0] - 1]}, List.of(alone));
      }
      assertArrayEquals(alone, found.get(0), 2e-5f);
      texts.forEach(Remembered::close);
    }
  }
}
