package dev.seisei.benchmarks.workload;

import dev.seisei.engine.nn.Params;
import dev.seisei.loss.GaussianKl;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A variational autoencoder of fully connected layers with ReLU, for pictures of size·size pixels
 * that are Bernoulli's probabilities. Inference decodes noise.
 *
 * <p>Source: Kingma and Welling, 2014, arXiv 1312.6114, appendix C, with ReLU for tanh.
 *
 * @param batch N
 * @param size pixels along a side
 * @param width of the hidden layers
 * @param depth hidden layers of the encoder, and of the decoder
 * @param latent numbers of the latent
 */
public record Vae(int batch, int size, int width, int depth, int latent) implements Workload {
  /** The one that is published. */
  public static final Vae STANDARD = new Vae(128, 28, 500, 2, 20);

  @Override
  public String name() {
    return "vae";
  }

  @Override
  public SDVariable loss(Objective objective, Params params, Layers layers) {
    SameDiff graph = params.graph();
    SDVariable x = graph.placeHolder("pixels", DataType.FLOAT, batch, pixels());
    Params encoder = params.scope("encoder");
    SDVariable hidden = layers(encoder, x, pixels());
    SDVariable mean = encoder.linear("mean", hidden, width, latent, true);
    SDVariable logVariance = encoder.linear("log_variance", hidden, width, latent, true);
    SDVariable deviation = graph.math().exp(logVariance.mul(0.5));
    SDVariable logits = decode(params, mean.add(deviation.mul(noise(graph))));
    return layers.bernoulli(logits, x).add(GaussianKl.toStandardNormal(mean, logVariance)).mean();
  }

  @Override
  public SDVariable inference(Params params, Layers layers) {
    return params.graph().nn().sigmoid(decode(params, noise(params.graph())));
  }

  private SDVariable noise(SameDiff graph) {
    return graph.placeHolder("noise", DataType.FLOAT, batch, latent);
  }

  private SDVariable decode(Params params, SDVariable z) {
    Params decoder = params.scope("decoder");
    return decoder.linear("pixels", layers(decoder, z, latent), width, pixels(), true);
  }

  private SDVariable layers(Params params, SDVariable x, int features) {
    SDVariable hidden = x;
    for (int layer = 0; layer < depth; layer++) {
      int in = layer == 0 ? features : width;
      hidden = params.linear("layer" + layer, hidden, in, width, true);
      hidden = params.graph().nn().relu(hidden, 0);
    }
    return hidden;
  }

  private int pixels() {
    return size * size;
  }

  @Override
  public Batch batch(int step) {
    Draws draws = new Draws(step);
    Batch batch = new Batch();
    batch.with("pixels", draws.waves(batch(), 1, size).reshaped(batch(), pixels()));
    batch.with("noise", draws.normal(batch(), latent));
    return batch;
  }
}
