package dev.seisei.benchmarks.gpt;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.config.Adam;

/**
 * SameDiff as it comes: a plain graph, run and differentiated by its own session, with ND4J's own
 * Adam.
 *
 * <p>The graph is the fastest that was found among those whose gradients are right: embedding as a
 * product with one-hot rows (the gradient of {@code gather} is a loop), factors of layer norm
 * spread by a product with a column or a row of ones (the gradient of a broadcast product is slow),
 * {@code x·x} instead of {@code square}, GELU by {@code sigmoid} instead of {@code tanh}, layer
 * norm and loss composed ({@code layer_norm} has no epsilon, and the loss operations ignore the
 * incoming gradient). {@code SameDiff.fit} takes as long, but says 0 of a composed loss, whose
 * value no gradient needs.
 */
public final class SameDiffPeer implements Peer {

  /** Makes the peer. */
  public static final class Factory implements PeerFactory {
    @Override
    public Peer open(GptWorkload workload, int threads) {
      return new SameDiffPeer(workload); // ND4J takes the threads from OMP_NUM_THREADS
    }
  }

  private static final String TOKENS = "tokens";
  private static final String TARGETS = "targets";
  private static final String LOSS = "loss";

  /** A parameter, and Adam's memory of its gradients. */
  private record Trained(INDArray values, INDArray state, AdamUpdater adam) {}

  private final GptWorkload workload;
  private final SameDiff graph = SameDiff.create();
  private final Map<String, SDVariable> weights = new LinkedHashMap<>();
  private final Map<String, Trained> trained = new LinkedHashMap<>();
  private final List<INDArray> constants;
  private final SDVariable mask;
  private final SDVariable columnOfOnes;
  private final SDVariable rowOfOnes;
  private int stepsDone;

  private SameDiffPeer(GptWorkload workload) {
    this.workload = workload;
    Adam adam =
        new Adam(
            GptWorkload.LEARNING_RATE,
            GptWorkload.BETA1,
            GptWorkload.BETA2,
            GptWorkload.ADAM_EPSILON);
    Map<String, float[]> initial = workload.initialWeights();
    for (GptWorkload.Parameter parameter : workload.parameters()) {
      String name = parameter.name();
      long[] shape = parameter.dimensions();
      SDVariable weight = graph.var(name, Nd4j.createFromArray(initial.get(name)).reshape(shape));
      INDArray state = Nd4j.zeros(DataType.FLOAT, 1, 2L * parameter.length());
      AdamUpdater updater = new AdamUpdater(adam);
      updater.setStateViewArray(state, shape, 'c', true);
      weights.put(name, weight);
      trained.put(name, new Trained(weight.getArr(), state, updater)); // the graph's own array
    }
    int context = workload.context();
    INDArray future = Nd4j.createFromArray(future(context)).reshape(1, 1, context, context);
    INDArray column = Nd4j.ones(DataType.FLOAT, workload.tokensPerStep(), 1);
    INDArray row = Nd4j.ones(DataType.FLOAT, 1, workload.width());
    constants = List.of(future, column, row);
    mask = graph.constant("mask", future);
    columnOfOnes = graph.constant("columnOfOnes", column);
    rowOfOnes = graph.constant("rowOfOnes", row);

    SDVariable tokens = graph.placeHolder(TOKENS, DataType.INT32, workload.tokensPerStep());
    SDVariable targets = graph.placeHolder(TARGETS, DataType.INT32, workload.tokensPerStep());
    graph.setLossVariables(loss(logits(tokens), targets));
    graph.createGradFunction();
  }

  private static float[] future(int context) {
    float[] future = new float[context * context];
    for (int query = 0; query < context; query++) {
      for (int key = query + 1; key < context; key++) {
        future[query * context + key] = -1e9f;
      }
    }
    return future;
  }

  @Override
  public double step(int[][] tokens, int[][] targets) {
    try (INDArray in = flat(tokens);
        INDArray out = flat(targets)) {
      var results =
          graph.calculateGradientsAndOutputs(
              Map.of(TOKENS, in, TARGETS, out), List.of(LOSS), trained.keySet());
      results.getGradients().forEach(this::update);
      stepsDone++;
      try (INDArray loss = find(results.getOutputs(), LOSS)) {
        return loss.getDouble(0);
      }
    }
  }

  private void update(String name, INDArray gradient) {
    Trained parameter = find(trained, name);
    parameter.adam().applyUpdater(gradient, stepsDone, 0); // turns the gradient into the change
    parameter.values().subi(gradient);
    gradient.close();
  }

  private INDArray flat(int[][] rows) {
    int[] flat = new int[workload.tokensPerStep()];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(rows[row], 0, flat, row * workload.context(), workload.context());
    }
    return Nd4j.createFromArray(flat);
  }

  /** Shapes: logits [BT, V], targets [BT]; returns a scalar. */
  private SDVariable loss(SDVariable logits, SDVariable targets) {
    SDVariable ofTargets = graph.nn.logSoftmax(logits).mul(oneHot(targets));
    return ofTargets.sum().mul(LOSS, -1.0 / workload.tokensPerStep());
  }

  private SDVariable oneHot(SDVariable tokens) {
    return graph.oneHot(tokens, workload.vocabulary(), 1, 1, 0, DataType.FLOAT);
  }

  /** Shapes: tokens [BT]; returns [BT, V]. */
  private SDVariable logits(SDVariable tokens) {
    int width = workload.width();
    SDVariable x =
        oneHot(tokens)
            .mmul(weight("token.table"))
            .reshape(workload.batch(), workload.context(), width)
            .add(graph.expandDims(weight("position.table"), 0))
            .reshape(workload.tokensPerStep(), width);
    for (int layer = 0; layer < workload.layers(); layer++) {
      String block = GptWorkload.block(layer);
      x = x.add(attention(block + "attention", layerNorm(block + "norm1", x)));
      x = x.add(mlp(block + "mlp", layerNorm(block + "norm2", x)));
    }
    return layerNorm("norm", x).mmul(weight("head.weight"));
  }

  /** Shapes: x [BT, d]; returns [BT, d]. */
  private SDVariable attention(String name, SDVariable x) {
    int heads = workload.heads();
    int headWidth = workload.width() / heads;
    SDVariable qkv =
        linear(name + ".qkv", x)
            .reshape(workload.batch(), workload.context(), 3, heads, headWidth)
            .permute(2, 0, 3, 1, 4);
    SDVariable[] parts = graph.unstack(qkv, 0, 3);
    SDVariable queries = parts[0].mul(1 / Math.sqrt(headWidth));
    SDVariable scores = graph.mmul(queries, parts[1], false, true, false).add(mask);
    SDVariable mixed =
        graph
            .nn
            .softmax(scores, 3)
            .mmul(parts[2])
            .permute(0, 2, 1, 3)
            .reshape(workload.tokensPerStep(), workload.width());
    return linear(name + ".out", mixed);
  }

  private SDVariable mlp(String name, SDVariable x) {
    return linear(name + ".down", gelu(linear(name + ".up", x)));
  }

  private SDVariable gelu(SDVariable x) {
    double slope = 2 * Math.sqrt(2 / Math.PI);
    return graph.nn.sigmoid(x.mul(x).mul(slope * 0.044715).add(slope).mul(x)).mul(x);
  }

  private SDVariable layerNorm(String name, SDVariable x) {
    SDVariable centred = x.sub(x.mean(true, 1));
    SDVariable variance = centred.mul(centred).mean(true, 1);
    SDVariable deviation = graph.math.sqrt(variance.add(GptWorkload.LAYER_NORM_EPSILON));
    SDVariable scale = graph.math.reciprocal(deviation).mmul(rowOfOnes);
    SDVariable gain = columnOfOnes.mmul(weight(name + ".gain").reshape(1, workload.width()));
    return centred.mul(scale).mul(gain).add(weight(name + ".bias"));
  }

  private SDVariable linear(String name, SDVariable x) {
    return x.mmul(weight(name + ".weight")).add(weight(name + ".bias"));
  }

  private SDVariable weight(String name) {
    return find(weights, name);
  }

  private static <T> T find(Map<String, T> map, String name) {
    return Objects.requireNonNull(map.get(name), name);
  }

  @Override
  public void close() {
    constants.forEach(INDArray::close);
    for (Trained parameter : trained.values()) {
      parameter.values().close();
      parameter.state().close();
    }
  }
}
