package dev.seisei.evaluate.fidelity;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The measures beside NumPy and SciPy: what {@code tools/parity/fidelity.py} wrote. */
class ParityTest {
  private static final double RELATIVE = 1e-6;

  static List<JsonNode> cases() throws IOException {
    try (InputStream in = requireNonNull(ParityTest.class.getResourceAsStream("/fidelity.json"))) {
      List<JsonNode> cases = new ArrayList<>();
      new ObjectMapper().readTree(in).get("cases").forEach(cases::add);
      return cases;
    }
  }

  /** x → 1103515245·x + 12345 mod 2³¹; each number is its upper 16 bits. */
  private static final class Sequence {
    private long state;

    Sequence(long seed) {
      this.state = seed;
    }

    long next() {
      state = (1103515245L * state + 12345) % (1L << 31);
      return state >> 15;
    }
  }

  private static Points points(long seed, JsonNode each, double scale, double shift) {
    Sequence sequence = new Sequence(seed);
    int dimensions = each.get("dimensions").asInt();
    float[] values = new float[each.get("count").asInt() * dimensions];
    for (int i = 0; i < values.length; i++) {
      long total = sequence.next() + sequence.next() + sequence.next() + sequence.next();
      values[i] = (float) (scale * (total - 2 * 65536) / 16384 + shift * (i % dimensions % 3));
    }
    return new Points(values, dimensions);
  }

  private static float[] probabilities(JsonNode each) {
    Sequence sequence = new Sequence(3);
    int classes = each.get("classes").asInt();
    float[] probabilities = new float[each.get("count").asInt() * classes];
    long[] weights = new long[classes];
    for (int row = 0; row < probabilities.length; row += classes) {
      long sum = 0;
      for (int c = 0; c < classes; c++) {
        weights[c] = 1 + sequence.next() % 64;
        sum += weights[c];
      }
      for (int c = 0; c < classes; c++) {
        probabilities[row + c] = (float) ((double) weights[c] / sum);
      }
    }
    return probabilities;
  }

  private static void check(JsonNode each, String name, double found) {
    double expected = each.get(name).asDouble();
    assertEquals(expected, found, RELATIVE * Math.abs(expected), name);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyNumberIsThatOfNumPyAndSciPy(JsonNode each) {
    Points real = points(1, each, 1, 0);
    Points generated = points(2, each, each.get("scale").asDouble(), each.get("shift").asDouble());
    check(each, "fid", new FrechetDistance(Moments.of(real)).to(Moments.of(generated)));
    check(each, "kid", Sets.kernelDistance(real, generated, 1, real.size(), 0).mean());
    Manifolds manifolds = Sets.compare(real, generated, 3, 5);
    check(each, "precision", manifolds.precision());
    check(each, "recall", manifolds.recall());
    check(each, "density", manifolds.density());
    check(each, "coverage", manifolds.coverage());
    InceptionScore score = new InceptionScore(each.get("classes").asInt());
    score.add(probabilities(each));
    check(each, "inception_score", score.score());
  }
}
