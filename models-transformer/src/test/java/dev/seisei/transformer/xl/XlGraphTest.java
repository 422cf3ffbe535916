package dev.seisei.transformer.xl;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seisei.core.settings.Settings;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.nn.GraphParams;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.param.State;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.samediff.GraphImport;
import dev.seisei.transformer.Uniform;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGeneratorFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

class XlGraphTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A model over texts side by side, segment after segment. */
  private static final class Run implements AutoCloseable {
    private final XlConfig config;
    private final int length;
    private final int memory;
    private final ParameterStore parameters;
    private final State state = new State(Device.CPU);
    private final Plan plan;

    Run(XlConfig config, int length, int memory, int batch) {
      this.config = config;
      this.length = length;
      this.memory = memory;
      SameDiff graph = SameDiff.create();
      XlGraph built = new XlGraph(config, new GraphParams(graph, 1), "memory", length, memory, 0);
      SDVariable ids = graph.placeHolder(XlFunctions.IDS, DataType.INT32, -1, length);
      built.logits(ids).rename(XlFunctions.LOGITS);
      Graph remembering = built.memory().remembering(XlFunctions.LOGITS);
      parameters =
          ParameterStore.of(
              Uniform.weights(
                  GraphImport.parameters(graph), name -> name.endsWith("layer_norm.weight")));
      plan =
          Plan.of(remembering).parameters(parameters).state(state).bind("batch", batch).compile();
    }

    /** The logits of texts whose length is a multiple of a segment's: [batch][tokens·V]. */
    float[][] logits(int[][] texts) {
      int vocabulary = config.vocabSize();
      float[][] all = new float[texts.length][texts[0].length * vocabulary];
      for (int from = 0; from < texts[0].length; from += length) {
        for (int row = 0; row < texts.length; row++) {
          plan.input(XlFunctions.IDS)
              .bytes()
              .asIntBuffer()
              .put(row * length, texts[row], from, length);
          if (memory > 0) {
            plan.input(XlMemory.SEEN).bytes().asFloatBuffer().put(row, Math.min(memory, from));
          }
        }
        plan.run();
        for (int row = 0; row < texts.length; row++) {
          plan.output(XlFunctions.LOGITS)
              .bytes()
              .asFloatBuffer()
              .get(row * length * vocabulary, all[row], from * vocabulary, length * vocabulary);
        }
      }
      return all;
    }

    @Override
    public void close() {
      plan.close();
      state.close();
      parameters.close();
    }
  }

  /** What {@code tools/parity/xl.py} wrote: three segments of two texts, memory carried on. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void logitsAreThoseOfPyTorch(int index) throws IOException {
    JsonNode each;
    try (InputStream in = requireNonNull(XlGraphTest.class.getResourceAsStream("/xl.json"))) {
      each = JSON.readTree(in).get("cases").get(index);
    }
    Map<String, Object> values = new HashMap<>();
    each.get("config")
        .properties()
        .forEach(
            field -> values.put(field.getKey(), JSON.convertValue(field.getValue(), Object.class)));
    values.values().removeIf(value -> value == null);
    XlConfig config = Settings.bind(XlConfig.class, values);
    int[][] ids = JSON.treeToValue(each.get("ids"), int[][].class);
    float[][][] expected = JSON.treeToValue(each.get("logits"), float[][][].class);
    try (Run run = new Run(config, config.tgtLen(), config.memLen(), ids.length)) {
      // A second time from the beginning: what was remembered before is hidden.
      run.logits(ids);
      float[][] found = run.logits(ids);
      for (int text = 0; text < ids.length; text++) {
        for (int i = 0; i < ids[text].length; i++) {
          for (int token = 0; token < config.vocabSize(); token++) {
            assertEquals(
                expected[text][i][token],
                found[text][i * config.vocabSize() + token],
                1e-4,
                "text " + text + ", position " + i + ", token " + token);
          }
        }
      }
    }
  }

  private static XlConfig small() {
    return Settings.bind(
        XlConfig.class,
        Map.of(
            "vocab_size",
            17,
            "d_model",
            16,
            "n_head",
            2,
            "d_inner",
            24,
            "n_layer",
            2,
            "tgt_len",
            4,
            "mem_len",
            12));
  }

  private static int[] tokens(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed).ints(12, 0, 17).toArray();
  }

  @Property(tries = 15)
  void laterTokensDoNotChangeEarlierLogits(
      @ForAll @IntRange(min = 0, max = 11) int changed,
      @ForAll @IntRange(min = 1, max = 16) int by,
      @ForAll long seed) {
    int[] ids = tokens(seed);
    try (Run run = new Run(small(), 4, 12, 1)) {
      float[] before = run.logits(new int[][] {ids})[0];
      ids[changed] = (ids[changed] + by) % 17;
      float[] after = run.logits(new int[][] {ids})[0];
      for (int i = 0; i < changed * 17; i++) {
        assertEquals(before[i], after[i], "logit " + i);
      }
      // All later ones may see it, also those of other segments.
      for (int position = changed; position < 12; position++) {
        boolean different = false;
        for (int i = position * 17; i < (position + 1) * 17; i++) {
          different |= before[i] != after[i];
        }
        assertTrue(different, "position " + position);
      }
    }
  }

  /** With a memory that holds the whole text, how it is cut changes nothing. */
  @Test
  void segmentsOfAnyLengthGiveTheSame() {
    int[][] ids = {tokens(3), tokens(4)};
    try (Run whole = new Run(small(), 12, 0, 2);
        Run parts = new Run(small(), 4, 12, 2);
        Run single = new Run(small(), 1, 12, 2)) {
      float[][] expected = whole.logits(ids);
      for (float[][] found : new float[][][] {parts.logits(ids), single.logits(ids)}) {
        for (int text = 0; text < 2; text++) {
          assertArrayEquals(expected[text], found[text], 1e-4f);
        }
      }
    }
  }

  @Test
  void noGradientFlowsIntoWhatIsRemembered() {
    // What is remembered is a state, so a training's graph has no parameter but the weights.
    XlFunctions.Objective objective = XlFunctions.objective(small(), 0, 1);
    Map<String, Tensor> parameters = objective.parameters();
    assertTrue(parameters.keySet().stream().noneMatch(name -> name.startsWith("memory")));
    assertEquals(2, objective.graph().updates().size());
    assertTrue(parameters.containsKey("layers.1.dec_attn.r_w_bias"), parameters.toString());
  }
}
