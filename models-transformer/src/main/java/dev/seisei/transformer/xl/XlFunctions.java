package dev.seisei.transformer.xl;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.nn.CrossEntropy;
import dev.seisei.engine.nn.GraphParams;
import dev.seisei.engine.samediff.GraphImport;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/** What is computed of a Transformer-XL, segment after segment. */
final class XlFunctions {
  /** Input: tokens, [batch, T]. */
  static final String IDS = "ids";

  /** Input: the token that follows each, [batch, T]. */
  static final String TARGETS = "targets";

  /** Output: −log p(target), in nats, [batch, T]. */
  static final String NATS = "nats";

  /** Output of training: the mean of the nats. */
  static final String LOSS = "loss";

  /** Output: scores of what follows, [batch, V]. */
  static final String LOGITS = "logits";

  /** The function of {@link #NATS} over segments of tgt_len, with a memory of mem_len. */
  static final String SCORE = "score";

  /** The function of {@link #LOGITS} over single tokens, with a memory of {@link #stepMemory}. */
  static final String STEP = "step";

  private static final String MEMORY = "memory";
  private static final String CONTEXT = "context";

  private final SameDiff graph = SameDiff.create();
  private final XlConfig config;
  private final int length;
  private final GraphParams params;
  private final XlGraph built;

  private XlFunctions(
      XlConfig config, String states, int length, int memory, double dropout, long seed) {
    this.config = config;
    this.length = length;
    this.params = new GraphParams(graph, seed);
    this.built = new XlGraph(config, params, states, length, memory, dropout);
  }

  static Map<String, Graph> of(XlConfig config) {
    return Map.of(SCORE, score(config), STEP, step(config));
  }

  static Graph score(XlConfig config) {
    XlFunctions score = new XlFunctions(config, MEMORY, config.tgtLen(), config.memLen(), 0, 0);
    score.nats().reshape(-1, config.tgtLen()).rename(NATS);
    return score.built.memory().remembering(NATS);
  }

  /** How many tokens are remembered in sampling: as far as the last one of a segment looks. */
  static int stepMemory(XlConfig config) {
    return Math.max(1, config.memLen() + config.tgtLen() - 1);
  }

  private static Graph step(XlConfig config) {
    XlFunctions step = new XlFunctions(config, CONTEXT, 1, stepMemory(config), 0, 0);
    step.built.logits(step.ids()).reshape(-1, config.vocabSize()).rename(LOGITS);
    return step.built.memory().remembering(LOGITS);
  }

  /** A graph of the training loss, and the parameters' initial values. */
  record Objective(Graph graph, Map<String, Tensor> parameters) {}

  static Objective objective(XlConfig config, double dropout, long seed) {
    XlFunctions training =
        new XlFunctions(config, MEMORY, config.tgtLen(), config.memLen(), dropout, seed);
    training.nats().mean(LOSS);
    return new Objective(
        training.built.memory().remembering(LOSS), GraphImport.parameters(training.graph));
  }

  private SDVariable ids() {
    return graph.placeHolder(IDS, DataType.INT32, -1, length);
  }

  /** [batch·T]. */
  private SDVariable nats() {
    int vocabulary = config.vocabSize();
    SDVariable logits = built.logits(ids());
    SDVariable targets = graph.placeHolder(TARGETS, DataType.INT32, -1, length);
    return CrossEntropy.sparse(logits.reshape(-1, vocabulary), targets.reshape(-1), vocabulary);
  }
}
