package dev.seisei.benchmarks.workload;

import dev.seisei.engine.nn.Attention;
import dev.seisei.engine.nn.Recurrent;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * What networks are made of beside products: functions that this project's engine and SameDiff's
 * own session are each fast at when they are written differently.
 */
public interface Layers {
  /** What normalisation of channels is given: [C] each. */
  record Affine(SDVariable gain, SDVariable shift) {}

  /** Running statistics: states, [C] each. */
  record Statistics(SDVariable mean, SDVariable variance) {}

  /** Batch norm of [N, C, H, W] by the batch, which also moves the running statistics. */
  SDVariable batchNorm(
      SDVariable x,
      Image shape,
      Affine affine,
      Statistics running,
      double momentum,
      double epsilon);

  /** Batch norm of [N, C, H, W] by running statistics. */
  SDVariable batchNormInference(
      SDVariable x, Image shape, Affine affine, Statistics running, double epsilon);

  /** Group norm of [N, C, H, W]. */
  SDVariable groupNorm(SDVariable x, Image shape, int groups, Affine affine, double epsilon);

  /** The extents of [N, C, H, W], where H = W = size. */
  record Image(int batch, int channels, int size) {}

  /** Layer norm of each row of [rows, d]. */
  SDVariable layerNorm(SDVariable x, int rows, Affine affine, double epsilon);

  /** ½·x·(1 + tanh(√(2/π)·(x + 0.044715·x³))). */
  SDVariable gelu(SDVariable x);

  /** x·σ(x). */
  SDVariable silu(SDVariable x);

  /** max(x, slope·x). */
  SDVariable leakyRelu(SDVariable x, double slope);

  /** log(1 + exp(x)). */
  SDVariable softplus(SDVariable x);

  /** −log of Bernoulli's probability of t, by the logits x: Σ softplus(x) − t·x of each row. */
  SDVariable bernoulli(SDVariable logits, SDVariable target);

  /** −log softmax(logits)[label] of each row: [N, K] and [N] give [N]. */
  SDVariable crossEntropy(SDVariable logits, SDVariable labels, int classes);

  /** Attention of queries, keys and values, [B, H, T, D]. */
  SDVariable attention(
      SDVariable q, SDVariable k, SDVariable v, int steps, Attention.Settings settings);

  /** Each pixel of [N, C, H, W] twice along both axes. */
  SDVariable doubled(SDVariable x, Image shape);

  /** All hidden states of an LSTM that begins with zeros: [N, T, H]. */
  SDVariable lstm(SDVariable x, int steps, Recurrent.LstmWeights weights);

  /** All hidden states of a GRU that begins with zeros, resetting after the product: [N, T, H]. */
  SDVariable gru(SDVariable x, int steps, Recurrent.GruWeights weights);
}
