package dev.seisei.engine.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.param.State;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.samediff.Annotations;
import dev.seisei.engine.samediff.GraphImport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Tokens in any company see what attention over whole sequences lets them see. */
class CachedAttentionTest {
  private static final int PAGE = 64;

  /** A model of one attention, with a cache. */
  private record Sizes(int heads, int keyHeads, int size, int pages, int tablePages, int window) {
    CachedAttention.Extents extents() {
      return new CachedAttention.Extents(keyHeads, size, PAGE);
    }
  }

  private static Graph graph(Sizes sizes) {
    SameDiff graph = SameDiff.create();
    long heads = sizes.heads;
    long keyHeads = sizes.keyHeads;
    SDVariable q = graph.placeHolder("q", DataType.FLOAT, -1, heads, 1, sizes.size);
    SDVariable k = graph.placeHolder("k", DataType.FLOAT, -1, keyHeads, 1, sizes.size);
    SDVariable v = graph.placeHolder("v", DataType.FLOAT, -1, keyHeads, 1, sizes.size);
    CachedAttention.Extents extents = sizes.extents();
    SDVariable keys =
        Annotations.state(graph.var("keys", Nd4j.zeros(DataType.FLOAT, extents.keys(sizes.pages))));
    SDVariable values =
        Annotations.state(
            graph.var("values", Nd4j.zeros(DataType.FLOAT, extents.values(sizes.pages))));
    CachedAttention.Attended attended =
        CachedAttention.attend(
            q,
            k,
            v,
            new CachedAttention.Cache(keys, values),
            new CachedAttention.Places(
                graph.placeHolder("cells", DataType.FLOAT, -1),
                graph.placeHolder("positions", DataType.FLOAT, -1),
                graph.placeHolder("pages", DataType.FLOAT, -1, sizes.tablePages)),
            extents,
            new Attention.Settings(sizes.heads, sizes.keyHeads, 0.4, true, 0),
            sizes.window);
    Annotations.update(keys, attended.cache().keys());
    Annotations.update(values, attended.cache().values());
    return GraphImport.of(graph).graph(attended.y().name());
  }

  /** A token: which sequence, and which of its positions. */
  private record Token(int sequence, int position) {}

  /** Sequences of random queries, keys and values, and the pages that they lie in. */
  private static final class Sequences implements AutoCloseable {
    final Sizes sizes;
    final Graph graph;
    final State state = new State();
    final int[][] pages;
    final String[] providers;

    Sequences(Sizes sizes, int[][] pages, String... providers) {
      this.sizes = sizes;
      this.graph = graph(sizes);
      this.pages = pages;
      this.providers = providers;
    }

    /** The results of a run of some tokens: a row each. */
    float[][] run(List<Token> tokens) {
      int n = tokens.size();
      try (Plan plan =
          (providers.length == 0 ? Plan.of(graph) : Plan.of(graph).providers(providers))
              .state(state)
              .bind("batch", n)
              .compile()) {
        for (int i = 0; i < n; i++) {
          Token token = tokens.get(i);
          fill(plan.input("q"), i, token, 0);
          fill(plan.input("k"), i, token, 1);
          fill(plan.input("v"), i, token, 2);
          int[] own = pages[token.sequence];
          int page = own[Math.min(token.position / PAGE, own.length - 1)];
          plan.input("cells").setDouble(i, page * (double) PAGE + token.position % PAGE);
          plan.input("positions").setDouble(i, token.position);
          for (int j = 0; j < sizes.tablePages; j++) {
            plan.input("pages")
                .setDouble((long) i * sizes.tablePages + j, j < own.length ? own[j] : 0);
          }
        }
        plan.run();
        Tensor y = plan.output(plan.outputs().iterator().next());
        float[] all = y.toFloats();
        int width = sizes.heads * sizes.size;
        float[][] rows = new float[n][];
        for (int i = 0; i < n; i++) {
          rows[i] = Arrays.copyOfRange(all, i * width, (i + 1) * width);
        }
        return rows;
      }
    }

    private static void fill(Tensor tensor, int row, Token token, int kind) {
      int width = (int) (tensor.elements() / tensor.shape()[0]);
      float[] drawn = drawn(token, kind, width);
      for (int j = 0; j < width; j++) {
        tensor.setDouble((long) row * width + j, drawn[j]);
      }
    }

    static float[] drawn(Token token, int kind, int width) {
      Random random = new Random(31L * (1000L * token.sequence + token.position) + kind);
      float[] values = new float[width];
      for (int j = 0; j < width; j++) {
        values[j] = (float) random.nextGaussian();
      }
      return values;
    }

    @Override
    public void close() {
      state.close();
    }
  }

  /** Attention as it is defined, in double precision. */
  private static double[] expected(Sizes sizes, Token token) {
    int size = sizes.size;
    int share = sizes.heads / sizes.keyHeads;
    double[] result = new double[sizes.heads * size];
    float[] q = Sequences.drawn(token, 0, sizes.heads * size);
    int first = sizes.window == 0 ? 0 : Math.max(0, token.position - sizes.window + 1);
    for (int head = 0; head < sizes.heads; head++) {
      double sum = 0;
      for (int t = first; t <= token.position; t++) {
        Token other = new Token(token.sequence, t);
        float[] k = Sequences.drawn(other, 1, sizes.keyHeads * size);
        float[] v = Sequences.drawn(other, 2, sizes.keyHeads * size);
        double score = 0;
        for (int d = 0; d < size; d++) {
          score += q[head * size + d] * k[head / share * size + d];
        }
        double weight = Math.exp(0.4 * score);
        sum += weight;
        for (int d = 0; d < size; d++) {
          result[head * size + d] += weight * v[head / share * size + d];
        }
      }
      for (int d = 0; d < size; d++) {
        result[head * size + d] /= sum;
      }
    }
    return result;
  }

  private static void assertRow(double[] expected, float[] actual, String what) {
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], 2e-5, what);
    }
  }

  private static List<Token> tokens(int sequence, int begin, int end) {
    List<Token> tokens = new ArrayList<>();
    for (int position = begin; position < end; position++) {
      tokens.add(new Token(sequence, position));
    }
    return tokens;
  }

  /** A prompt in chunks of odd lengths, then token by token, over the borders of pages. */
  @ParameterizedTest
  @CsvSource({"2,2,8,0", "4,2,8,0", "6,6,16,0", "3,1,8,50", "2,2,8,1"})
  void chunksAndSingleTokensEqualTheDefinition(int heads, int keyHeads, int size, int window) {
    Sizes sizes = new Sizes(heads, keyHeads, size, 5, 3, window);
    try (Sequences sequences = new Sequences(sizes, new int[][] {{3, 1, 4}})) {
      for (int[] chunk : new int[][] {{0, 37}, {37, 100}, {100, 127}}) {
        List<Token> tokens = tokens(0, chunk[0], chunk[1]);
        float[][] rows = sequences.run(tokens);
        for (int i = 0; i < rows.length; i++) {
          assertRow(expected(sizes, tokens.get(i)), rows[i], tokens.get(i).toString());
        }
      }
      for (Token token : tokens(0, 127, 131)) {
        assertRow(expected(sizes, token), sequences.run(List.of(token))[0], token.toString());
      }
    }
  }

  @Test
  void theDecompositionEqualsTheDefinition() {
    Sizes sizes = new Sizes(4, 2, 8, 3, 2, 40);
    try (Sequences sequences = new Sequences(sizes, new int[][] {{2, 1}}, "jvm", "reference")) {
      List<Token> tokens = tokens(0, 0, 66);
      float[][] rows = sequences.run(tokens);
      for (int i = 0; i < rows.length; i++) {
        assertRow(expected(sizes, tokens.get(i)), rows[i], tokens.get(i).toString());
      }
    }
  }

  /** Sequences of different lengths, two of them with pages far from the others'. */
  @ParameterizedTest
  @CsvSource({"2,2,8", "6,6,48", "8,2,16"})
  void companyChangesNoBits(int heads, int keyHeads, int size) {
    Sizes sizes = new Sizes(heads, keyHeads, size, 40, 2, 0);
    int[][] pages = {{1}, {2}, {3}, {4}, {5}, {39}, {20, 7}};
    int[] lengths = {5, 40, 63, 17, 50, 33, 100};
    try (Sequences together = new Sequences(sizes, pages);
        Sequences alone = new Sequences(sizes, pages)) {
      for (int s = 0; s < pages.length; s++) {
        float[][] expected = alone.run(tokens(s, 0, lengths[s]));
        assertArrayEquals(expected, together.run(tokens(s, 0, lengths[s])));
      }
      List<Token> next = new ArrayList<>();
      for (int s = 0; s < pages.length; s++) {
        next.add(new Token(s, lengths[s]));
      }
      float[][] rows = together.run(next);
      for (int s = 0; s < pages.length; s++) {
        assertRow(expected(sizes, next.get(s)), rows[s], next.get(s).toString());
        assertArrayEquals(alone.run(List.of(next.get(s)))[0], rows[s], next.get(s).toString());
      }
    }
  }

  @Test
  void placesThatDoNotExistTouchNothing() {
    Sizes sizes = new Sizes(2, 2, 8, 3, 2, 0);
    try (Sequences sequences = new Sequences(sizes, new int[][] {{1, 2}, {7}, {-1}})) {
      sequences.run(tokens(0, 0, 20));
      float[] before = sequences.state.get("keys").toFloats();
      float[][] rows = sequences.run(List.of(new Token(1, 3), new Token(2, 0), new Token(0, 130)));
      for (float[] row : rows) {
        for (float element : row) {
          assertTrue(Float.isNaN(element));
        }
      }
      assertArrayEquals(before, sequences.state.get("keys").toFloats());
    }
  }

  /** The cache is written where it lies. */
  @Test
  void nothingIsCopied() {
    Sizes sizes = new Sizes(2, 2, 8, 3, 2, 0);
    try (State state = new State();
        Plan plan = Plan.of(graph(sizes)).state(state).bind("batch", 1).compile()) {
      assertEquals(
          1, plan.kernelsByProvider().values().stream().mapToLong(n -> n).sum(), plan.explain());
      assertEquals(DType.F32, state.get("keys").dtype());
    }
  }
}
