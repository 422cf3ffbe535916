package dev.seisei.evaluate;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.checkpoint.CheckpointWriter;
import dev.seisei.core.dataset.Datasets;
import dev.seisei.core.dataset.TextDataset;
import dev.seisei.core.measure.Measures;
import dev.seisei.core.model.Model;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.settings.SettingException;
import dev.seisei.core.settings.Settings;
import dev.seisei.data.text.InMemoryText;
import dev.seisei.engine.memory.Device;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PerplexityTest {
  @TempDir Path folder;

  /** The last tenth is one character of three bytes, and "xyz" with its one of four. */
  private static final TextDataset TEXT =
      new InMemoryText("text:t", List.of("a".repeat(45), "春", "xy\uD83D\uDE00"));

  private Model model() {
    Path at = folder.resolve("coin");
    CheckpointWriter.to(at).config("coin", new CoinFamily.Config()).commit();
    return Model.open(at, Device.CPU);
  }

  private static double number(Map<String, Double> numbers, String key) {
    return requireNonNull(numbers.get(key), key);
  }

  @Test
  void aModelThatKnowsNothingNeedsAllBits() {
    assertEquals(List.of("春", "xy\uD83D\uDE00"), TEXT.heldOut());
    try (Model model = model()) {
      Perplexity measure = new Perplexity();
      assertTrue(
          Measures.applyingTo(model, TEXT).stream().anyMatch(m -> m.id().equals("perplexity")));
      Map<String, Double> numbers =
          measure.measure(model, TEXT, new PerplexitySettings(), Progress.SILENT);
      // Bits are tokens: 3 + 2 + 4 bytes.
      assertEquals(72, number(numbers, "tokens"));
      assertEquals(4, number(numbers, "characters"));
      assertEquals(2, number(numbers, "perplexity"), 1e-12);
      assertEquals(Math.log(2), number(numbers, "nats_per_token"), 1e-12);
      assertEquals(8, number(numbers, "bits_per_byte"), 1e-12);
      assertEquals(18 * Math.log(2), number(numbers, "nats_per_char"), 1e-12);
    }
  }

  @Test
  void aPartOfTheTextIsItsFirstCharacters() {
    try (Model model = model()) {
      for (int characters = 1; characters < 6; characters++) {
        PerplexitySettings some =
            Settings.bind(PerplexitySettings.class, Map.of("characters", characters));
        Map<String, Double> numbers = new Perplexity().measure(model, TEXT, some, Progress.SILENT);
        assertEquals(Math.min(4, characters), number(numbers, "characters"));
        int bytes = characters == 1 ? 3 : Math.min(2 + characters, 5) + (characters > 3 ? 4 : 0);
        assertEquals(8 * bytes, number(numbers, "tokens"), "characters " + characters);
      }
    }
    assertThrows(
        SettingException.class,
        () -> Settings.bind(PerplexitySettings.class, Map.of("characters", -1)));
  }

  @Test
  void imagesHaveNoPerplexity() {
    try (Model model = model()) {
      assertFalse(new Perplexity().appliesTo(model, Datasets.open("mnist-mini")));
    }
  }
}
