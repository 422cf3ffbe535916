package dev.seisei.transformer.bert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.settings.SettingException;
import dev.seisei.core.settings.Settings;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.plan.Plan;
import dev.seisei.text.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaskingTest {
  private static final int LENGTH = 22;
  private static final int ROWS = 8;
  private static final int MASK = 4;

  @TempDir Path folder;

  /** Frames by [CLS] and [SEP]. */
  private Tokenizer tokenizer() throws IOException {
    TinyBert.words(folder);
    return WordPieceFile.read(folder.resolve("vocab.txt")).tokenizer("words");
  }

  @Test
  void eightOfTenAreHiddenOneIsAnotherAndOneIsLeft() throws IOException {
    Masking masking = new Masking(tokenizer(), MASK, 31, LENGTH, 0.15);
    assertEquals(LENGTH - 2, masking.inner());
    assertEquals(3, masking.hidden());
    int[] tokens = new int[500];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = 5 + i % 26;
    }
    MaskedWindows windows = new MaskedWindows(masking, tokens, ROWS, 7);
    BertConfig config = Settings.bind(BertConfig.class, TinyBert.config());
    BertFunctions.Objective objective =
        BertFunctions.objective(
            config, BertNames.of(BertVariant.BERT), LENGTH, masking.hidden(), 0, 1);
    int hidden = 0;
    int other = 0;
    int same = 0;
    int[] places = new int[LENGTH];
    try (ParameterStore parameters = ParameterStore.of(Device.CPU, objective.parameters());
        Plan plan =
            Plan.of(objective.graph()).parameters(parameters).bind("batch", ROWS).compile()) {
      for (int step = 0; step < 200; step++) {
        windows.fill(plan, step);
        IntBuffer ids = plan.input(BertFunctions.IDS).bytes().asIntBuffer();
        IntBuffer at = plan.input(BertFunctions.HIDDEN_AT).bytes().asIntBuffer();
        IntBuffer targets = plan.input(BertFunctions.TARGETS).bytes().asIntBuffer();
        for (int row = 0; row < ROWS; row++) {
          Set<Integer> chosen = new HashSet<>();
          int[] truth = new int[LENGTH];
          for (int i = 0; i < LENGTH; i++) {
            truth[i] = ids.get(row * LENGTH + i);
          }
          assertEquals(2, truth[0]);
          assertEquals(3, truth[LENGTH - 1]);
          for (int i = 0; i < masking.hidden(); i++) {
            int place = at.get(row * masking.hidden() + i) - row * LENGTH;
            int target = targets.get(row * masking.hidden() + i);
            assertTrue(place > 0 && place < LENGTH - 1, "place " + place);
            assertTrue(chosen.add(place), "twice " + place);
            places[place]++;
            int shown = truth[place];
            hidden += shown == MASK ? 1 : 0;
            same += shown == target ? 1 : 0;
            other += shown != MASK && shown != target ? 1 : 0;
            truth[place] = target;
          }
          // With the guessed tokens put back, it is a stretch of the text.
          for (int i = 2; i < LENGTH - 1; i++) {
            assertEquals(5 + (truth[i - 1] - 5 + 1) % 26, truth[i], Arrays.toString(truth));
          }
        }
      }
    }
    double all = hidden + same + other;
    assertEquals(200 * ROWS * 3, all);
    // Of tokens drawn at random, one of 31 is the same again and another is the hidden one's.
    assertEquals(0.8 + 0.1 / 31, hidden / all, 0.02);
    assertEquals(0.1 + 0.1 / 31, same / all, 0.015);
    assertEquals(0.1 * 29 / 31, other / all, 0.015);
    for (int i = 1; i < LENGTH - 1; i++) {
      assertEquals(all / 20, places[i], 6 * Math.sqrt(all / 20), "place " + i);
    }
  }

  @Test
  void aSequenceNeedsRoomAndATextEnoughTokens() throws IOException {
    Tokenizer tokenizer = tokenizer();
    assertEquals(1, new Masking(tokenizer, MASK, 31, 3, 0.15).hidden());
    SettingException e =
        assertThrows(SettingException.class, () -> new Masking(tokenizer, MASK, 31, 2, 0.15));
    assertEquals("context", e.field());
    Masking masking = new Masking(tokenizer, MASK, 31, LENGTH, 0.15);
    assertEquals(1, new MaskedWindows(masking, new int[20], ROWS, 1).perEpoch());
    e =
        assertThrows(
            SettingException.class, () -> new MaskedWindows(masking, new int[19], ROWS, 1));
    assertEquals("context", e.field());
    assertTrue(e.toString().contains("19"), e.toString());
  }
}
