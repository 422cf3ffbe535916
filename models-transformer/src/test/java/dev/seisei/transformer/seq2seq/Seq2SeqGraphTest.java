package dev.seisei.transformer.seq2seq;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seisei.core.model.Functions;
import dev.seisei.core.model.RowPlan;
import dev.seisei.core.settings.Settings;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.plan.Plan;
import dev.seisei.transformer.Uniform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.IntBuffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGeneratorFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class Seq2SeqGraphTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Map<String, Tensor> weights(Seq2SeqConfig config) {
    return Uniform.weights(
        Seq2SeqFunctions.objective(config, 0, 0, 1).parameters(),
        name -> name.endsWith("layer_norm.weight"));
  }

  /** The logits of all tokens of targets, [batch·T·V]. */
  private static float[] logits(Seq2SeqConfig config, int[][] sources, int[][] targets) {
    try (ParameterStore parameters = ParameterStore.of(weights(config));
        Plan plan =
            Plan.of(Seq2SeqFunctions.logits(config))
                .parameters(parameters)
                .bind("batch", sources.length)
                .compile()) {
      fill(plan, Seq2SeqFunctions.SOURCE, sources, config.maxSourceLength(), config.pad());
      fill(plan, Seq2SeqFunctions.IDS, targets, config.maxTargetLength(), config.pad());
      plan.run();
      Tensor found = plan.output(Seq2SeqFunctions.LOGITS);
      float[] logits = new float[Math.toIntExact(found.elements())];
      found.bytes().asFloatBuffer().get(logits);
      return logits;
    }
  }

  private static void fill(Plan plan, String input, int[][] rows, int length, int filler) {
    IntBuffer into = plan.input(input).bytes().asIntBuffer();
    for (int row = 0; row < rows.length; row++) {
      for (int i = 0; i < length; i++) {
        into.put(row * length + i, i < rows[row].length ? rows[row][i] : filler);
      }
    }
  }

  /** What {@code tools/parity/seq2seq.py} wrote: T5's, and those of the first paper. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void logitsAreThoseOfPyTorch(int index) throws IOException {
    JsonNode each;
    try (InputStream in =
        requireNonNull(Seq2SeqGraphTest.class.getResourceAsStream("/seq2seq.json"))) {
      each = JSON.readTree(in).get("cases").get(index);
    }
    Map<String, Object> values = new HashMap<>();
    each.get("config")
        .properties()
        .forEach(
            field -> values.put(field.getKey(), JSON.convertValue(field.getValue(), Object.class)));
    values.values().removeIf(value -> value == null);
    Seq2SeqConfig config = Settings.bind(Seq2SeqConfig.class, values);
    JsonNode pairs = each.get("pairs");
    int[][] sources = new int[pairs.size()][];
    int[][] targets = new int[pairs.size()][];
    for (int i = 0; i < pairs.size(); i++) {
      sources[i] = JSON.treeToValue(pairs.get(i).get("source"), int[].class);
      targets[i] = JSON.treeToValue(pairs.get(i).get("target"), int[].class);
    }
    float[] found = logits(config, sources, targets);
    int n = 0;
    for (JsonNode pair : pairs) {
      for (float[] row : JSON.treeToValue(pair.get("logits"), float[][].class)) {
        for (float value : row) {
          assertEquals(value, found[n], 1e-4, "logit " + n);
          n++;
        }
      }
    }
    assertEquals(found.length, n);
  }

  private static Seq2SeqConfig small(String positions) {
    Map<String, Object> values = new HashMap<>();
    values.put("vocab_size", 13);
    values.put("max_source_length", 6);
    values.put("max_target_length", 8);
    values.put("d_model", 16);
    values.put("num_heads", 2);
    values.put("d_ff", 24);
    values.put("num_layers", 2);
    values.put("positions", positions);
    values.put("relative_attention_num_buckets", 6);
    values.put("relative_attention_max_distance", 5);
    values.put("pad_token_id", 0);
    values.put("eos_token_id", 1);
    values.put("decoder_start_token_id", 0);
    return Settings.bind(Seq2SeqConfig.class, values);
  }

  private static int[] tokens(long seed, int count) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed).ints(count, 2, 13).toArray();
  }

  @Property(tries = 20)
  void laterTokensDoNotChangeEarlierLogits(
      @ForAll @IntRange(min = 0, max = 7) int changed,
      @ForAll Seq2SeqConfig.Scheme positions,
      @ForAll long seed) {
    Seq2SeqConfig config = small(positions.name().toLowerCase(Locale.ROOT));
    int[][] source = {tokens(seed, 6)};
    int[][] target = {tokens(seed + 1, 8)};
    float[] before = logits(config, source, target);
    target[0][changed] = target[0][changed] == 5 ? 6 : 5;
    float[] after = logits(config, source, target);
    for (int i = 0; i < changed * 13; i++) {
      assertEquals(before[i], after[i], "logit " + i);
    }
    assertNotEquals(before[changed * 13], after[changed * 13]);
    // Every token of the source is seen by all of the target.
    source[0][changed % 6] = source[0][changed % 6] == 5 ? 6 : 5;
    float[] other = logits(config, source, target);
    for (int position = 0; position < 8; position++) {
      assertNotEquals(after[position * 13], other[position * 13], "position " + position);
    }
  }

  @ParameterizedTest
  @EnumSource
  void placesOfTokensMatter(Seq2SeqConfig.Scheme positions) {
    Seq2SeqConfig config = small(positions.name().toLowerCase(Locale.ROOT));
    int[][] target = {{0, 3, 4, 5, 6, 7, 8, 9}};
    float[] one = logits(config, new int[][] {{2, 3, 4, 5, 6, 1}}, target);
    float[] other = logits(config, new int[][] {{3, 2, 4, 5, 6, 1}}, target);
    boolean different = false;
    for (int i = 0; i < one.length; i++) {
      different |= Math.abs(one[i] - other[i]) > 1e-3;
    }
    assertTrue(different);
  }

  /** Token by token over what is remembered, the scores are those of whole texts. */
  @ParameterizedTest
  @CsvSource({"sinusoidal", "learned", "shaw", "t5", "alibi", "rotary"})
  void stepsAreThoseOfWholeTexts(String positions) {
    Seq2SeqConfig config = small(positions);
    int[] source = tokens(5, 4);
    int[] target = tokens(6, 8);
    float[] expected = logits(config, new int[][] {source}, new int[][] {target});
    Map<String, Graph> functions = Seq2SeqFunctions.of(config);
    int cross = 2 * 8 * 6;
    int own = 2 * 8 * 8;
    Map<String, float[]> remembered = new HashMap<>();
    int[] filled = new int[6];
    System.arraycopy(source, 0, filled, 0, source.length);
    try (Functions opened = Functions.of(functions, weights(config), Device.CPU)) {
      Map<String, Integer> encoded = new HashMap<>(Map.of(Seq2SeqFunctions.SOURCE, 6));
      Map<String, Integer> stepped = new HashMap<>(encoded);
      stepped.putAll(Map.of("ids", 1, "position", 1, "logits", 13));
      for (int layer = 0; layer < 2; layer++) {
        for (int i = 0; i < 2; i++) {
          encoded.put(Seq2SeqFunctions.cross(layer).get(i), cross);
          stepped.put(Seq2SeqFunctions.cross(layer).get(i), cross);
          stepped.put(NextToken.before(layer).get(i), own);
          stepped.put(NextToken.after(layer).get(i), own);
          remembered.put(NextToken.before(layer).get(i), new float[own]);
        }
      }
      RowPlan encode = opened.plan(Seq2SeqFunctions.ENCODE, 1, encoded);
      RowPlan step = opened.plan(Seq2SeqFunctions.STEP, 1, stepped);
      Map<String, Object> inputs = new HashMap<>(Map.of(Seq2SeqFunctions.SOURCE, filled));
      inputs.putAll(encode.run(1, Map.of(Seq2SeqFunctions.SOURCE, filled)));
      for (int position = 0; position < 8; position++) {
        inputs.put("ids", new int[] {target[position]});
        inputs.put("position", new float[] {position});
        inputs.putAll(remembered);
        Map<String, float[]> found = step.run(1, inputs);
        for (int layer = 0; layer < 2; layer++) {
          for (int i = 0; i < 2; i++) {
            remembered.put(
                NextToken.before(layer).get(i),
                requireNonNull(found.get(NextToken.after(layer).get(i))));
          }
        }
        float[] logits = requireNonNull(found.get("logits"));
        for (int token = 0; token < 13; token++) {
          assertEquals(expected[position * 13 + token], logits[token], 1e-4, "at " + position);
        }
      }
    }
  }
}
