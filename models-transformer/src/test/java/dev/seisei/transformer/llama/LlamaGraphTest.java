package dev.seisei.transformer.llama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.settings.Settings;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.transformer.decoder.SequenceLogits;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LlamaGraphTest {
  private static final int LENGTH = 12;
  private static final int VOCABULARY = 17;

  private static LlamaConfig small(int window) {
    return Settings.bind(
        LlamaConfig.class,
        Map.of(
            "vocab_size", VOCABULARY,
            "hidden_size", 16,
            "intermediate_size", 24,
            "num_hidden_layers", 1,
            "num_attention_heads", 4,
            "num_key_value_heads", 2,
            "qk_norm", true,
            "sliding_window", window,
            "max_position_embeddings", LENGTH));
  }

  /** Large ones, so that what is different shows. */
  private static ParameterStore random(Map<String, Tensor> initial, Graph graph) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
    initial.forEach(
        (name, tensor) -> {
          for (int i = 0; i < tensor.elements(); i++) {
            tensor.bytes().asFloatBuffer().put(i, (float) random.nextGaussian() / 3);
          }
        });
    return ParameterStore.of(initial);
  }

  @Property(tries = 20)
  void onlyTokensOfTheWindowChangeLogits(
      @ForAll @IntRange(min = 0, max = LENGTH - 1) int changed,
      @ForAll @IntRange(min = 1, max = VOCABULARY - 1) int by,
      @ForAll @IntRange(min = 0, max = 5) int window,
      @ForAll long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    int[] ids = random.ints(LENGTH, 0, VOCABULARY).toArray();
    try (SequenceLogits logits =
        SequenceLogits.of(new LlamaGraph(), small(window), LENGTH, LlamaGraphTest::random)) {
      float[] before = logits.run(ids);
      ids[changed] = (ids[changed] + by) % VOCABULARY;
      float[] after = logits.run(ids);
      for (int row = 0; row < LENGTH; row++) {
        boolean sees = row >= changed && (window == 0 || row - changed < window);
        boolean different = false;
        for (int i = row * VOCABULARY; i < (row + 1) * VOCABULARY; i++) {
          different |= before[i] != after[i];
        }
        assertEquals(sees, different, "token " + row + " of " + changed);
      }
      assertTrue(before.length == LENGTH * VOCABULARY);
    }
  }
}
