package dev.seisei.benchmarks.workload;

import dev.seisei.engine.nn.Activations;
import dev.seisei.engine.nn.Attention;
import dev.seisei.engine.nn.BatchNorm;
import dev.seisei.engine.nn.CrossEntropy;
import dev.seisei.engine.nn.Norms;
import dev.seisei.engine.nn.Recurrent;
import dev.seisei.engine.nn.Resampling;
import dev.seisei.loss.BinaryCrossEntropy;
import org.nd4j.autodiff.samediff.SDVariable;

/** The composites of {@code engine.nn}, as models of this project use them. */
final class EngineLayers implements Layers {
  @Override
  public SDVariable batchNorm(
      SDVariable x,
      Image shape,
      Affine affine,
      Statistics running,
      double momentum,
      double epsilon) {
    return BatchNorm.training(
        x, affine.gain(), affine.shift(), running.mean(), running.variance(), momentum, epsilon);
  }

  @Override
  public SDVariable batchNormInference(
      SDVariable x, Image shape, Affine affine, Statistics running, double epsilon) {
    return BatchNorm.inference(
        x, affine.gain(), affine.shift(), running.mean(), running.variance(), epsilon);
  }

  @Override
  public SDVariable groupNorm(
      SDVariable x, Image shape, int groups, Affine affine, double epsilon) {
    return Norms.groupNorm(x, groups, affine.gain(), affine.shift(), epsilon);
  }

  @Override
  public SDVariable layerNorm(SDVariable x, int rows, Affine affine, double epsilon) {
    return Norms.layerNorm(x, affine.gain(), affine.shift(), epsilon);
  }

  @Override
  public SDVariable gelu(SDVariable x) {
    return Activations.geluTanh(x);
  }

  @Override
  public SDVariable silu(SDVariable x) {
    return Activations.silu(x);
  }

  @Override
  public SDVariable leakyRelu(SDVariable x, double slope) {
    return Activations.leakyRelu(x, slope);
  }

  @Override
  public SDVariable softplus(SDVariable x) {
    return Activations.softplus(x);
  }

  @Override
  public SDVariable bernoulli(SDVariable logits, SDVariable target) {
    return BinaryCrossEntropy.loss(logits, target);
  }

  @Override
  public SDVariable crossEntropy(SDVariable logits, SDVariable labels, int classes) {
    return CrossEntropy.sparse(logits, labels, classes);
  }

  @Override
  public SDVariable attention(
      SDVariable q, SDVariable k, SDVariable v, int steps, Attention.Settings settings) {
    return Attention.attention(q, k, v, settings);
  }

  @Override
  public SDVariable doubled(SDVariable x, Image shape) {
    return Resampling.nearest(x, shape.channels(), shape.size(), shape.size(), 2);
  }

  @Override
  public SDVariable lstm(SDVariable x, int steps, Recurrent.LstmWeights weights) {
    return Recurrent.lstm(x, steps, weights, null, null).outputs();
  }

  @Override
  public SDVariable gru(SDVariable x, int steps, Recurrent.GruWeights weights) {
    return Recurrent.gru(x, steps, weights, Recurrent.Reset.AFTER, null, null).outputs();
  }
}
