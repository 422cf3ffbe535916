package dev.seisei.transformer.bert;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.nn.CrossEntropy;
import dev.seisei.engine.nn.GraphParams;
import dev.seisei.engine.nn.Projections;
import dev.seisei.engine.samediff.GraphImport;
import java.util.Map;
import java.util.TreeMap;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** What is computed by a BERT. */
final class BertFunctions {
  /** The function of the features of texts. */
  static final String FEATURES = "features";

  /** The function of the scores of tokens, of features: of models with the head for it. */
  static final String SCORES = "scores";

  /** Input: tokens, [batch, time]. */
  static final String IDS = "ids";

  /** Input: rows of the table of positions, [batch, time]. */
  static final String POSITIONS = "positions";

  /** Input: segments, [batch, time]. */
  static final String TYPES = "types";

  /** Input: 1 for tokens of the text, 0 for what fills up, [batch, time]. */
  static final String MASK = "mask";

  /** Output of {@link #FEATURES}: [batch, time, d]. */
  static final String HIDDEN = "hidden";

  /** Input of {@link #SCORES}: features of tokens, [batch, d]. */
  static final String ROWS = "rows";

  /** Output of {@link #SCORES}: [batch, V]. */
  static final String LOGITS = "logits";

  /** Input of training: which tokens are guessed, counted through the batch, [batch, M]. */
  static final String HIDDEN_AT = "hidden_at";

  /** Input of training: what they are, [batch, M]. */
  static final String TARGETS = "targets";

  /** Output: −log p(target), in nats, [batch, M]. */
  static final String NATS = "nats";

  /** Output of training: the mean of the nats. */
  static final String LOSS = "loss";

  /** The symbol of the number of tokens of a text. */
  static final String TIME = "time";

  /** What is added to the score of a token that is not seen; its probability is then exactly 0. */
  private static final double UNSEEN = 1e9;

  private final SameDiff graph = SameDiff.create();
  private final GraphParams params;
  private final BertConfig config;
  private final BertGraph network;
  private final SDVariable words;

  private BertFunctions(BertConfig config, BertNames names, long seed) {
    this.config = config;
    this.params = new GraphParams(graph, seed);
    this.network = new BertGraph(config, names);
    this.words = network.words(params);
  }

  /**
   * What a model computes, by name.
   *
   * @param head whether it has the one that guesses hidden tokens
   */
  static Map<String, Graph> of(BertConfig config, BertNames names, boolean head) {
    Map<String, Graph> functions = new TreeMap<>();
    functions.put(FEATURES, new BertFunctions(config, names, 0).features());
    if (head) {
      functions.put(SCORES, new BertFunctions(config, names, 0).scores());
    }
    return functions;
  }

  private Graph features() {
    SDVariable mask = graph.placeHolder(MASK, DataType.FLOAT, -1, -1);
    BertGraph.Inputs inputs =
        new BertGraph.Inputs(
            integers(IDS, -1),
            integers(POSITIONS, -1),
            integers(TYPES, -1),
            graph.expandDims(graph.expandDims(mask.sub(1).mul(UNSEEN), 1), 1),
            0);
    network.features(params, words, inputs).rename(HIDDEN);
    GraphImport imported = GraphImport.of(graph);
    for (String input : new String[] {IDS, POSITIONS, TYPES, MASK}) {
      imported.dimension(input, 1, TIME);
    }
    return imported.graph(HIDDEN);
  }

  private Graph scores() {
    SDVariable rows = graph.placeHolder(ROWS, DataType.FLOAT, -1, config.hiddenSize());
    network.scores(params, words, rows).rename(LOGITS);
    return GraphImport.of(graph).graph(LOGITS);
  }

  /** A graph of the training loss, and the parameters' initial values. */
  record Objective(Graph graph, Map<String, Tensor> parameters) {}

  /**
   * The training loss.
   *
   * @param length tokens of a sequence, T
   * @param hidden how many of them are guessed, M
   */
  static Objective objective(
      BertConfig config, BertNames names, int length, int hidden, double dropout, long seed) {
    BertFunctions built = new BertFunctions(config, names, seed);
    built.nats(length, hidden, dropout).mean(LOSS);
    return new Objective(
        GraphImport.of(built.graph).graph(LOSS), GraphImport.parameters(built.graph));
  }

  /** {@link #NATS} of sequences of a length. */
  static Graph nats(BertConfig config, BertNames names, int length, int hidden) {
    BertFunctions built = new BertFunctions(config, names, 0);
    built.nats(length, hidden, 0).reshape(-1, hidden).rename(NATS);
    return GraphImport.of(built.graph).graph(NATS);
  }

  /** [batch·M]. */
  private SDVariable nats(int length, int hidden, double dropout) {
    int first = network.firstPosition();
    int[] positions = new int[length];
    for (int i = 0; i < length; i++) {
      positions[i] = first + i;
    }
    BertGraph.Inputs inputs =
        new BertGraph.Inputs(
            integers(IDS, length),
            graph.constant(Nd4j.createFromArray(positions)),
            graph.constant(Nd4j.createFromArray(new int[] {0})),
            null,
            dropout);
    SDVariable features = network.features(params, words, inputs).reshape(-1, config.hiddenSize());
    SDVariable rows = Projections.embedding(features, integers(HIDDEN_AT, hidden).reshape(-1));
    return CrossEntropy.sparse(
        network.scores(params, words, rows),
        integers(TARGETS, hidden).reshape(-1),
        config.vocabSize());
  }

  private SDVariable integers(String name, int width) {
    return graph.placeHolder(name, DataType.INT32, -1, width);
  }
}
