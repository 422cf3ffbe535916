package dev.seisei.benchmarks.gpt;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * libtorch through DJL: the network in DJL's array operations, libtorch's own fused ones wherever
 * DJL reaches them (linear, layer norm, softmax, embedding), its automatic gradients, DJL's Adam.
 */
public final class LibtorchPeer implements Peer {

  /** Makes the peer. */
  public static final class Factory implements PeerFactory {
    @Override
    public Peer open(GptWorkload workload, int threads) {
      // DJL would otherwise report its use, and may look for newer native libraries.
      System.setProperty("OPT_OUT_TRACKING", "true");
      System.setProperty("ai.djl.offline", "true");
      return new LibtorchPeer(workload, Engine.getEngine("PyTorch"), threads);
    }
  }

  private final GptWorkload workload;
  private final Engine engine;
  private final NDManager manager;
  private final Map<String, NDArray> weights = new LinkedHashMap<>();
  private final NDArray mask;
  private final NDArray attentionScale;
  private final NDArray geluLinear;
  private final NDArray geluCubic;
  private final Optimizer adam =
      Optimizer.adam()
          .optLearningRateTracker(Tracker.fixed(GptWorkload.LEARNING_RATE))
          .optBeta1(GptWorkload.BETA1)
          .optBeta2(GptWorkload.BETA2)
          .optEpsilon(GptWorkload.ADAM_EPSILON)
          .build();

  private LibtorchPeer(GptWorkload workload, Engine engine, int threads) {
    this.workload = workload;
    this.engine = engine;
    JniUtils.setNumThreads(threads);
    manager = engine.newBaseManager();
    Map<String, float[]> initial = workload.initialWeights();
    for (GptWorkload.Parameter parameter : workload.parameters()) {
      NDArray weight =
          manager.create(initial.get(parameter.name()), new Shape(parameter.dimensions()));
      if (parameter.name().endsWith(".weight")) {
        NDArray outByIn = weight.transpose().duplicate(); // what libtorch's linear asks for
        weight.close();
        weight = outByIn;
      }
      weight.setRequiresGradient(true);
      weights.put(parameter.name(), weight);
    }
    int context = workload.context();
    float[] future = new float[context * context];
    for (int query = 0; query < context; query++) {
      for (int key = query + 1; key < context; key++) {
        future[query * context + key] = Float.NEGATIVE_INFINITY;
      }
    }
    mask = manager.create(future, new Shape(context, context));
    int headWidth = workload.width() / workload.heads();
    attentionScale = manager.create((float) (1 / Math.sqrt(headWidth)));
    double twiceRoot = 2 * Math.sqrt(2 / Math.PI);
    geluLinear = manager.create((float) twiceRoot);
    geluCubic = manager.create((float) (twiceRoot * 0.044715));
  }

  @Override
  public double step(int[][] tokens, int[][] targets) {
    try (GradientCollector gradients = engine.newGradientCollector();
        NDArray loss = forward(tokens, targets)) {
      gradients.backward(loss);
      weights.forEach(this::update);
      return loss.getFloat();
    }
  }

  private NDArray forward(int[][] tokens, int[][] targets) {
    // A result belongs to the manager of its first input, so this one owns what lies between, and
    // lets go of it here: libtorch then frees each array as soon as backward is past it.
    try (NDManager scope = manager.newSubManager()) {
      NDArray loss = loss(logits(longs(scope, tokens)), longs(scope, targets));
      loss.attach(manager);
      return loss;
    }
  }

  private void update(String name, NDArray weight) {
    try (NDArray gradient = weight.getGradient()) {
      adam.update(name, weight, gradient);
    }
  }

  private NDArray longs(NDManager scope, int[][] rows) {
    long[] flat = new long[workload.tokensPerStep()];
    for (int row = 0; row < rows.length; row++) {
      for (int i = 0; i < rows[row].length; i++) {
        flat[row * workload.context() + i] = rows[row][i];
      }
    }
    return scope.create(flat, new Shape(workload.batch(), workload.context()));
  }

  private static NDArray loss(NDArray logits, NDArray targets) {
    return logits.logSoftmax(-1).gather(targets.expandDims(-1), -1).mean().neg();
  }

  private NDArray logits(NDArray tokens) {
    NDArray x =
        tokens
            .getNDArrayInternal()
            .embedding(tokens, weight("token.table"), SparseFormat.DENSE)
            .singletonOrThrow()
            .add(weight("position.table"));
    for (int layer = 0; layer < workload.layers(); layer++) {
      String block = GptWorkload.block(layer);
      x = x.add(attention(block + "attention", layerNorm(block + "norm1", x)));
      x = x.add(mlp(block + "mlp", layerNorm(block + "norm2", x)));
    }
    return layerNorm("norm", x).matMul(weight("head.weight").transpose());
  }

  private NDArray attention(String name, NDArray x) {
    NDList qkv = linear(name + ".qkv", x).split(3, 2);
    NDArray queries = heads(qkv.get(0)).mul(attentionScale);
    NDArray keys = heads(qkv.get(1));
    NDArray values = heads(qkv.get(2));
    NDArray mixed =
        queries
            .matMul(keys.swapAxes(2, 3))
            .addi(mask)
            .softmax(-1)
            .matMul(values)
            .swapAxes(1, 2)
            .reshape(workload.batch(), workload.context(), workload.width());
    return linear(name + ".out", mixed);
  }

  /** Turns [B, T, d] into [B, heads, T, d / heads], without a copy. */
  private NDArray heads(NDArray x) {
    int headWidth = workload.width() / workload.heads();
    return x.reshape(workload.batch(), workload.context(), workload.heads(), headWidth)
        .swapAxes(1, 2);
  }

  private NDArray mlp(String name, NDArray x) {
    return linear(name + ".down", gelu(linear(name + ".up", x)));
  }

  /** DJL reaches only the GELU of the error function; this is the other one, as x·σ(ax + bx³). */
  private NDArray gelu(NDArray x) {
    NDArray slope = x.mul(x).muli(geluCubic).addi(geluLinear);
    return slope.mul(x).getNDArrayInternal().sigmoid().mul(x);
  }

  private NDArray layerNorm(String name, NDArray x) {
    return x.getNDArrayInternal()
        .layerNorm(
            x,
            new Shape(workload.width()),
            weight(name + ".gain"),
            weight(name + ".bias"),
            GptWorkload.LAYER_NORM_EPSILON)
        .singletonOrThrow();
  }

  private NDArray linear(String name, NDArray x) {
    return x.getNDArrayInternal()
        .linear(x, weight(name + ".weight"), weight(name + ".bias"))
        .singletonOrThrow();
  }

  private NDArray weight(String name) {
    return Objects.requireNonNull(weights.get(name), name);
  }

  @Override
  public void close() {
    manager.close();
  }
}
