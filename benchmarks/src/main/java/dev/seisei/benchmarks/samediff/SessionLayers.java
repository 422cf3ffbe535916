package dev.seisei.benchmarks.samediff;

import dev.seisei.benchmarks.workload.Layers;
import dev.seisei.engine.nn.Attention;
import dev.seisei.engine.nn.Recurrent;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.recurrent.config.LSTMActivations;
import org.nd4j.linalg.api.ops.impl.layers.recurrent.config.LSTMDataFormat;
import org.nd4j.linalg.api.ops.impl.layers.recurrent.config.LSTMDirectionMode;
import org.nd4j.linalg.api.ops.impl.layers.recurrent.config.LSTMLayerConfig;
import org.nd4j.linalg.api.ops.impl.layers.recurrent.weights.LSTMLayerWeights;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Functions as the session is fastest at, of those ways whose gradients are right.
 *
 * <p>A factor that is the same along an axis is spread by a product with ones (the gradient of a
 * broadcast product is slow); {@code x·x} stands for {@code square}, {@code sigmoid} for {@code
 * tanh}; norms are composed ({@code layer_norm} has no epsilon, the gradient of {@code batchNorm}
 * is wrong), and so is the loss (the loss operations ignore the incoming gradient).
 */
final class SessionLayers implements Layers {
  private final SameDiff graph;

  SessionLayers(SameDiff graph) {
    this.graph = graph;
  }

  @Override
  public SDVariable batchNorm(
      SDVariable x,
      Image shape,
      Affine affine,
      Statistics running,
      double momentum,
      double epsilon) {
    SDVariable centred = x.sub(x.mean(true, 0, 2, 3));
    SDVariable variance = centred.mul(centred).mean(true, 0, 2, 3).reshape(1, shape.channels());
    SDVariable scale = row(affine.gain()).mul(graph.math().rsqrt(variance.add(epsilon)));
    return centred.mul(everywhere(scale, shape)).add(image(affine.shift()));
  }

  @Override
  public SDVariable batchNormInference(
      SDVariable x, Image shape, Affine affine, Statistics running, double epsilon) {
    SDVariable scale = affine.gain().mul(graph.math().rsqrt(running.variance().add(epsilon)));
    SDVariable shift = affine.shift().sub(running.mean().mul(scale));
    return x.mul(image(scale)).add(image(shift));
  }

  @Override
  public SDVariable groupNorm(
      SDVariable x, Image shape, int groups, Affine affine, double epsilon) {
    long rows = (long) shape.batch() * groups;
    long width = (long) shape.channels() / groups * shape.size() * shape.size();
    SDVariable flat = x.reshape(rows, width);
    SDVariable standard =
        standardize(flat, width, epsilon)
            .reshape(shape.batch(), shape.channels(), shape.size(), shape.size());
    return standard.mul(everywhere(row(affine.gain()), shape)).add(image(affine.shift()));
  }

  @Override
  public SDVariable layerNorm(SDVariable x, int rows, Affine affine, double epsilon) {
    long width = affine.gain().getArr().length();
    SDVariable gain = ones(rows, 1).mmul(row(affine.gain()));
    return standardize(x, width, epsilon).mul(gain).add(row(affine.shift()));
  }

  /** Rows of zero mean and unit variance. */
  private SDVariable standardize(SDVariable rows, long width, double epsilon) {
    SDVariable centred = rows.sub(rows.mean(true, 1));
    SDVariable variance = centred.mul(centred).mean(true, 1);
    SDVariable scale = graph.math().rsqrt(variance.add(epsilon));
    return centred.mul(scale.mmul(ones(1, width)));
  }

  /** A number for each channel, [1, C], as an image: [N, C, H, W]. */
  private SDVariable everywhere(SDVariable channels, Image shape) {
    long pixels = (long) shape.size() * shape.size();
    return ones(shape.batch(), 1)
        .mmul(channels)
        .reshape((long) shape.batch() * shape.channels(), 1)
        .mmul(ones(1, pixels))
        .reshape(shape.batch(), shape.channels(), shape.size(), shape.size());
  }

  private static SDVariable row(SDVariable vector) {
    return vector.reshape(1, -1);
  }

  private static SDVariable image(SDVariable channels) {
    return channels.reshape(1, -1, 1, 1);
  }

  private SDVariable ones(long rows, long columns) {
    return graph.constant(Nd4j.ones(DataType.FLOAT, rows, columns));
  }

  @Override
  public SDVariable gelu(SDVariable x) {
    double slope = 2 * Math.sqrt(2 / Math.PI);
    return graph.nn().sigmoid(x.mul(x).mul(slope * 0.044715).add(slope).mul(x)).mul(x);
  }

  @Override
  public SDVariable silu(SDVariable x) {
    return graph.nn().swish(x);
  }

  @Override
  public SDVariable leakyRelu(SDVariable x, double slope) {
    return graph.nn().leakyRelu(x, slope);
  }

  @Override
  public SDVariable softplus(SDVariable x) {
    return graph.nn().softplus(x);
  }

  @Override
  public SDVariable bernoulli(SDVariable logits, SDVariable target) {
    return softplus(logits).sub(target.mul(logits)).sum(1);
  }

  @Override
  public SDVariable crossEntropy(SDVariable logits, SDVariable labels, int classes) {
    SDVariable target = graph.oneHot(labels, classes, 1, 1, 0, DataType.FLOAT);
    return graph.nn().logSoftmax(logits).mul(target).sum(1).neg();
  }

  @Override
  public SDVariable attention(
      SDVariable q, SDVariable k, SDVariable v, int steps, Attention.Settings settings) {
    SDVariable scores = graph.mmul(q.mul(settings.scale()), k, false, true, false);
    if (settings.causal()) {
      scores = scores.add(graph.constant(future(steps)));
    }
    return graph.nn().softmax(scores, 3).mmul(v);
  }

  private static INDArray future(int steps) {
    float[] mask = new float[steps * steps];
    for (int query = 0; query < steps; query++) {
      for (int key = query + 1; key < steps; key++) {
        mask[query * steps + key] = -1e9f;
      }
    }
    return Nd4j.createFromArray(mask).reshape(1, 1, steps, steps);
  }

  @Override
  public SDVariable doubled(SDVariable x, Image shape) {
    return graph.cnn().upsampling2d(x, 2, 2, true);
  }

  @Override
  public SDVariable lstm(SDVariable x, int steps, Recurrent.LstmWeights weights) {
    LSTMLayerConfig config =
        LSTMLayerConfig.builder()
            .lstmdataformat(LSTMDataFormat.NTS)
            .directionMode(LSTMDirectionMode.FWD)
            .gateAct(LSTMActivations.SIGMOID)
            .cellAct(LSTMActivations.TANH)
            .outAct(LSTMActivations.TANH)
            .retFullSequence(true)
            .retLastC(false)
            .retLastH(false)
            .build();
    LSTMLayerWeights own =
        LSTMLayerWeights.builder()
            .weights(weights.input())
            .rWeights(weights.recurrent())
            .bias(weights.bias())
            .build();
    return graph.rnn().lstmLayer(x, own, config)[0];
  }

  /** Step by step: the gradient of SameDiff's {@code gru} is wrong. */
  @Override
  public SDVariable gru(SDVariable x, int steps, Recurrent.GruWeights weights) {
    return Recurrent.gru(x, steps, weights, Recurrent.Reset.AFTER, null, null).outputs();
  }
}
