package dev.seisei.transformer.gpt2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.settings.Settings;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.nn.GraphParams;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.samediff.GraphImport;
import dev.seisei.transformer.decoder.WholeSequences;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

class Gpt2GraphTest {
  static final int LENGTH = 12;

  /** A plan of the logits of all tokens of one sequence. */
  static Plan logits(Gpt2Config config, Gpt2Graph architecture, int length, Weights weights) {
    SameDiff graph = SameDiff.create();
    GraphParams params = new GraphParams(graph, 1);
    SDVariable ids = graph.placeHolder("ids", DataType.INT32, -1, length);
    SDVariable features =
        architecture.features(config, params, ids, WholeSequences.of(graph, length, 0));
    architecture.logits(config, params, features).rename("logits");
    Graph built = GraphImport.of(graph).graph("logits");
    return Plan.of(built).parameters(weights.of(graph, built)).bind("batch", 1).compile();
  }

  /** Where the weights of a graph come from. */
  interface Weights {
    ParameterStore of(SameDiff source, Graph graph);
  }

  /** Large ones, so that what is different shows. */
  private static ParameterStore random(SameDiff source, Graph graph) {
    Map<String, Tensor> initial = GraphImport.parameters(source);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
    initial.forEach(
        (name, tensor) -> {
          for (int i = 0; i < tensor.elements(); i++) {
            tensor.bytes().asFloatBuffer().put(i, (float) random.nextGaussian() / 3);
          }
        });
    return ParameterStore.of(initial);
  }

  private static Gpt2Config small() {
    return Settings.bind(
        Gpt2Config.class,
        Map.of("vocab_size", 17, "n_positions", LENGTH, "n_embd", 16, "n_layer", 2, "n_head", 2));
  }

  @Property(tries = 20)
  void laterTokensDoNotChangeEarlierLogits(
      @ForAll @IntRange(min = 0, max = LENGTH - 1) int changed,
      @ForAll @IntRange(min = 1, max = 16) int by,
      @ForAll long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    int[] ids = random.ints(LENGTH, 0, 17).toArray();
    try (Plan plan = logits(small(), new Gpt2Graph(), LENGTH, Gpt2GraphTest::random)) {
      float[] before = run(plan, ids);
      ids[changed] = (ids[changed] + by) % 17;
      float[] after = run(plan, ids);
      for (int i = 0; i < changed * 17; i++) {
        assertEquals(before[i], after[i], "logit " + i);
      }
      boolean different = false;
      for (int i = changed * 17; i < before.length; i++) {
        different |= before[i] != after[i];
      }
      assertTrue(different);
    }
  }

  static float[] run(Plan plan, int... ids) {
    plan.input("ids").bytes().asIntBuffer().put(ids);
    plan.run();
    float[] logits = new float[Math.toIntExact(plan.output("logits").elements())];
    plan.output("logits").bytes().asFloatBuffer().get(logits);
    return logits;
  }

  @Test
  void weightsBeginAsInThePaper() {
    SameDiff graph = SameDiff.create();
    GraphParams params = new GraphParams(graph, 1);
    Gpt2Config config =
        Settings.bind(
            Gpt2Config.class,
            Map.of("vocab_size", 500, "n_positions", 64, "n_embd", 64, "n_layer", 8, "n_head", 2));
    SDVariable ids = graph.placeHolder("ids", DataType.INT32, -1, 8);
    new Gpt2Graph().features(config, params, ids, WholeSequences.of(graph, 8, 0));
    Map<String, Tensor> initial = GraphImport.parameters(graph);
    initial.forEach(
        (name, tensor) -> {
          double squares = 0;
          for (double value : tensor.toDoubles()) {
            squares += value * value;
          }
          double expected;
          if (name.endsWith("bias")) {
            expected = 0;
          } else if (name.contains("ln_")) {
            expected = 1;
          } else {
            expected = name.endsWith("c_proj.weight") ? 0.02 / 4 : 0.02;
          }
          double found = Math.sqrt(squares / (double) tensor.elements());
          assertEquals(expected, found, 0.06 * expected, name);
        });
    assertNotEquals(
        initial.get("transformer.h.0.attn.c_attn.weight"),
        initial.get("transformer.h.1.attn.c_attn.weight"));
  }
}
