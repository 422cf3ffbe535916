package dev.seisei.transformer.decoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.seisei.core.model.Functions;
import dev.seisei.core.model.LanguageModel.TextLikelihood;
import dev.seisei.core.progress.Progress;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.nn.Params;
import dev.seisei.engine.samediff.GraphImport;
import dev.seisei.text.tokenizer.Tokenizer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class TextScorerTest {
  static final int POSITIONS = 8;
  private static final int VOCABULARY = 4;

  /** Its only setting is that of a record. */
  record Nothing() {}

  /**
   * A model that knows where a token stands in what it is given: the successor of the token at
   * position t is id 0 with a score of t, all others have 0.
   */
  static final class Counter implements DecoderGraph<Nothing> {
    @Override
    public DecoderShape shape(Nothing config) {
      return new DecoderShape(VOCABULARY, 1, 1, 1, POSITIONS);
    }

    @Override
    public Nothing withTokenizer(Nothing config, Tokenizer tokenizer) {
      return config;
    }

    @Override
    public SDVariable features(Nothing config, Params params, SDVariable ids, Context context) {
      SameDiff graph = params.graph();
      SDVariable at = graph.expandDims(context.positions().castTo(DataType.FLOAT), 1);
      return graph.expandDims(ids.castTo(DataType.FLOAT).mul(0), 2).add(at);
    }

    @Override
    public SDVariable logits(Nothing config, Params params, SDVariable features) {
      SameDiff graph = params.graph();
      SDVariable first = graph.constant(Nd4j.createFromArray(1f, 0f, 0f, 0f));
      params.parameter("unused", (values, shape, random) -> {}, 1);
      return features.mul(first);
    }
  }

  static double nats(int position, boolean first) {
    double total = Math.exp(position) + VOCABULARY - 1;
    return Math.log(total) - (first ? position : 0);
  }

  private static TextLikelihood score(List<String> documents, Progress progress) {
    Counter counter = new Counter();
    Map<String, Graph> graphs =
        Map.of(DecoderFunctions.SCORE, DecoderFunctions.score(counter, new Nothing(), POSITIONS));
    try (Functions functions =
        Functions.of(graphs, GraphImport.parameters(withParameter()), Device.CPU)) {
      TextScorer scorer =
          new TextScorer(counter.shape(new Nothing()), CharTokenizer.of("\nabc", false), functions);
      return scorer.score(documents, progress);
    }
  }

  /** A store holds at least one parameter. */
  private static SameDiff withParameter() {
    SameDiff graph = SameDiff.create();
    graph.var("unused", Nd4j.zeros(DataType.FLOAT, 1));
    return graph;
  }

  @Test
  void everyTokenIsPredictedOnceFromHalfOfThePositionsOrMore() {
    for (int length = 1; length < 40; length++) {
      String text = "a".repeat(length);
      double expected = Math.log(VOCABULARY);
      for (int i = 1; i < length; i++) {
        // Tokens stand at 0 to 7 in the first sequence, at 4 to 7 in each after it.
        int position = i - 1 < POSITIONS ? i - 1 : 4 + (i - 1) % 4;
        expected += nats(position, false);
      }
      TextLikelihood found = score(List.of(text), Progress.SILENT);
      assertEquals(expected, found.nats(), 1e-4 * expected, "length " + length);
      assertEquals(length, found.tokens());
    }
  }

  @Test
  void charactersAndBytesAreThoseOfTheText() {
    TextLikelihood found = score(List.of("ab", "c"), Progress.SILENT);
    // A line end stands between documents.
    assertEquals(4, found.characters());
    assertEquals(4, found.bytes());
    assertEquals(4, found.tokens());
    double expected = Math.log(4) + nats(0, false) + nats(1, true) + nats(2, false);
    assertEquals(expected, found.nats(), 1e-5);
  }

  @Test
  void aMeasurementCanBeCancelled() {
    Progress cancelled =
        new Progress() {
          @Override
          public boolean cancelled() {
            return true;
          }
        };
    assertThrows(CancellationException.class, () -> score(List.of("abc"), cancelled));
  }

  @Test
  void streamsAreDocumentsWithLineEndsBetween() {
    Tokenizer tokenizer = CharTokenizer.of("\nabc", false);
    assertArrayEquals(new int[] {1, 2, 0, 3}, TokenText.encode(tokenizer, List.of("ab", "c")));
    assertArrayEquals(new int[] {1}, TokenText.encode(tokenizer, List.of("a")));
  }
}
