package dev.seisei.transformer.seq2seq;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.nn.CrossEntropy;
import dev.seisei.engine.nn.GraphParams;
import dev.seisei.engine.samediff.GraphImport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/** What is computed of an encoder-decoder Transformer. */
final class Seq2SeqFunctions {
  /** Input: tokens of sources, filled up, [batch, S]. */
  static final String SOURCE = "source";

  /** Input: tokens of targets, the start first: [batch, T], or [batch, 1] of the next ones. */
  static final String IDS = "ids";

  /** Input: what follows each, [batch, T], or {@link #NONE} where nothing does. */
  static final String TARGETS = "targets";

  /** Output: −log p(target), in nats, 0 where there is none, [batch, T]. */
  static final String NATS = "nats";

  /** Output of training: the mean loss of a target. */
  static final String LOSS = "loss";

  /** Output: scores of what follows, [batch, V]. */
  static final String LOGITS = "logits";

  /** The function of {@link #NATS}. */
  static final String SCORE = "score";

  /** The function of keys and values of sources, for all blocks of the decoder. */
  static final String ENCODE = "encode";

  /** The function of {@link #LOGITS} after single tokens. */
  static final String STEP = "step";

  /** No target. */
  static final int NONE = -100;

  private final SameDiff graph = SameDiff.create();
  private final Seq2SeqConfig config;
  private final GraphParams params;
  private final Seq2SeqGraph built;

  private Seq2SeqFunctions(Seq2SeqConfig config, double dropout, long seed) {
    this.config = config;
    this.params = new GraphParams(graph, seed);
    this.built = new Seq2SeqGraph(config, params, dropout);
  }

  static Map<String, Graph> of(Seq2SeqConfig config) {
    return Map.of(SCORE, score(config), ENCODE, encode(config), STEP, step(config));
  }

  /** The names of a block's keys and values of the source. */
  static List<String> cross(int layer) {
    return List.of("cross_keys." + layer, "cross_values." + layer);
  }

  static Graph score(Seq2SeqConfig config) {
    Seq2SeqFunctions score = new Seq2SeqFunctions(config, 0, 0);
    score.nats(0).reshape(-1, config.maxTargetLength()).rename(NATS);
    return GraphImport.of(score.graph).graph(NATS);
  }

  private static Graph encode(Seq2SeqConfig config) {
    Seq2SeqFunctions encode = new Seq2SeqFunctions(config, 0, 0);
    SDVariable encoded = encode.built.encode(encode.source());
    List<String> outputs = new ArrayList<>();
    for (int layer = 0; layer < config.decoderLayers(); layer++) {
      List<SDVariable> cross = encode.built.cross(layer, encoded);
      for (int i = 0; i < 2; i++) {
        cross.get(i).rename(cross(layer).get(i));
      }
      outputs.addAll(cross(layer));
    }
    return GraphImport.of(encode.graph).graph(outputs.toArray(String[]::new));
  }

  private static Graph step(Seq2SeqConfig config) {
    Seq2SeqFunctions step = new Seq2SeqFunctions(config, 0, 0);
    SameDiff graph = step.graph;
    NextToken next = new NextToken(graph, config, config.maxTargetLength());
    SDVariable ids = graph.placeHolder(IDS, DataType.INT32, -1, 1);
    SDVariable features =
        step.built.decode(
            ids, next, layer -> crossInputs(graph, config, layer), step.hidden(), false);
    step.built.logits(features).reshape(-1, config.vocabSize()).rename(LOGITS);
    List<String> outputs = new ArrayList<>(List.of(LOGITS));
    outputs.addAll(next.results());
    return GraphImport.of(graph).graph(outputs.toArray(String[]::new));
  }

  private static List<SDVariable> crossInputs(SameDiff graph, Seq2SeqConfig config, int layer) {
    return cross(layer).stream()
        .map(
            name ->
                graph.placeHolder(
                    name,
                    DataType.FLOAT,
                    -1,
                    config.numHeads(),
                    config.maxSourceLength(),
                    config.headSize()))
        .toList();
  }

  /** A graph of the training loss, and the parameters' initial values. */
  record Objective(Graph graph, Map<String, Tensor> parameters) {}

  static Objective objective(Seq2SeqConfig config, double dropout, double smoothing, long seed) {
    Seq2SeqFunctions training = new Seq2SeqFunctions(config, dropout, seed);
    SDVariable nats = training.nats(smoothing);
    SDVariable counted =
        training.graph.getVariable(TARGETS).reshape(-1).neq(NONE).castTo(DataType.FLOAT);
    nats.sum().div(counted.sum()).rename(LOSS);
    return new Objective(
        GraphImport.of(training.graph).graph(LOSS), GraphImport.parameters(training.graph));
  }

  private SDVariable source() {
    return graph.placeHolder(SOURCE, DataType.INT32, -1, config.maxSourceLength());
  }

  private SDVariable hidden() {
    return built.hidden(source());
  }

  /** [batch, T, V]. */
  private SDVariable logits() {
    SDVariable source = source();
    SDVariable encoded = built.encode(source);
    SDVariable ids = graph.placeHolder(IDS, DataType.INT32, -1, config.maxTargetLength());
    return built.logits(
        built.decode(
            ids,
            new WholeText(graph, config.maxTargetLength(), true, null),
            layer -> built.cross(layer, encoded),
            built.hidden(source),
            true));
  }

  /** Of all tokens of targets at once: for tests beside others. */
  static Graph logits(Seq2SeqConfig config) {
    Seq2SeqFunctions whole = new Seq2SeqFunctions(config, 0, 0);
    whole.logits().rename(LOGITS);
    return GraphImport.of(whole.graph).graph(LOGITS);
  }

  /** [batch·T]. */
  private SDVariable nats(double smoothing) {
    int vocabulary = config.vocabSize();
    SDVariable logits = logits();
    SDVariable targets = graph.placeHolder(TARGETS, DataType.INT32, -1, config.maxTargetLength());
    return CrossEntropy.sparse(
        logits.reshape(-1, vocabulary), targets.reshape(-1), vocabulary, NONE, smoothing);
  }
}
