package dev.seisei.transformer.decoder;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.nn.CrossEntropy;
import dev.seisei.engine.nn.GraphParams;
import dev.seisei.engine.samediff.GraphImport;
import java.util.Map;
import java.util.TreeMap;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What is computed by an architecture over whole sequences of T tokens.
 *
 * @param <C> the record of the architecture's configuration
 */
public final class DecoderFunctions<C extends Record> {
  /** Input: tokens, [batch, T]. */
  public static final String IDS = "ids";

  /** Input: the token that follows each, [batch, T]. */
  public static final String TARGETS = "targets";

  /** Output: −log p(target | tokens up to here), in nats, [batch, T]. */
  public static final String NATS = "nats";

  /** Output of training: the mean of the nats. */
  public static final String LOSS = "loss";

  /** The function of {@link #NATS}. */
  public static final String SCORE = "score";

  /** Tokens of the sequences that are scored, where the model has more positions. */
  private static final int LONGEST = 1024;

  private final DecoderGraph<C> architecture;
  private final C config;
  private final int length;
  private final SameDiff graph = SameDiff.create();
  private final GraphParams params;

  private DecoderFunctions(DecoderGraph<C> architecture, C config, int length, long seed) {
    this.architecture = architecture;
    this.config = config;
    this.length = length;
    this.params = new GraphParams(graph, seed);
  }

  /** How many tokens {@link #SCORE} takes of a model. */
  static int scored(DecoderShape shape) {
    return Math.min(shape.positions(), LONGEST);
  }

  /** What a model computes, by name: {@link #SCORE}, and {@link DecodingFunctions}. */
  public static <C extends Record> Map<String, Graph> of(DecoderGraph<C> architecture, C config) {
    Map<String, Graph> functions = new TreeMap<>(DecodingFunctions.of(architecture, config));
    functions.put(SCORE, score(architecture, config, scored(architecture.shape(config))));
    return functions;
  }

  /** {@link #NATS} of sequences of a length. */
  static <C extends Record> Graph score(DecoderGraph<C> architecture, C config, int length) {
    return new DecoderFunctions<>(architecture, config, length, 0).score();
  }

  /** A graph of the training loss, and the parameters' initial values. */
  record Objective(Graph graph, Map<String, Tensor> parameters) {}

  /** The training loss on sequences of a length. */
  static <C extends Record> Objective objective(
      DecoderGraph<C> architecture, C config, int length, double dropout, long seed) {
    DecoderFunctions<C> built = new DecoderFunctions<>(architecture, config, length, seed);
    built.nats(dropout).mean(LOSS);
    return new Objective(
        GraphImport.of(built.graph).graph(LOSS), GraphImport.parameters(built.graph));
  }

  private Graph score() {
    nats(0).reshape(-1, length).rename(NATS);
    return GraphImport.of(graph).graph(NATS);
  }

  /** [batch, T, d]. */
  private SDVariable features(double dropout) {
    SDVariable ids = graph.placeHolder(IDS, DataType.INT32, -1, length);
    return architecture.features(config, params, ids, WholeSequences.of(graph, length, dropout));
  }

  /** [batch·T]. */
  private SDVariable nats(double dropout) {
    int vocabulary = architecture.shape(config).vocabulary();
    SDVariable logits = architecture.logits(config, params, features(dropout));
    SDVariable targets = graph.placeHolder(TARGETS, DataType.INT32, -1, length);
    return CrossEntropy.sparse(logits.reshape(-1, vocabulary), targets.reshape(-1), vocabulary);
  }
}
