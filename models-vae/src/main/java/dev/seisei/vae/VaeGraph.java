package dev.seisei.vae;

import dev.seisei.core.model.LatentVariableModel.Likelihood;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.nn.GraphParams;
import dev.seisei.engine.nn.Initializers;
import dev.seisei.engine.nn.Params;
import dev.seisei.engine.op.Random;
import dev.seisei.engine.samediff.Annotations;
import dev.seisei.engine.samediff.GraphImport;
import dev.seisei.loss.BinaryCrossEntropy;
import dev.seisei.loss.GaussianKl;
import dev.seisei.loss.GaussianNll;
import dev.seisei.loss.ImportanceWeightedBound;
import dev.seisei.loss.NegativeElbo;
import dev.seisei.vae.network.Decoder;
import dev.seisei.vae.network.Encoder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The variational autoencoder: q(z|x) = N(μ(x), diag σ²(x)), p(z) = N(0, I), and p(x|z) Bernoulli
 * or Gaussian, each pixel by itself; with classes, all but the prior are told the class.
 *
 * <p>Source: Kingma and Welling, 2014, arXiv 1312.6114; classes: Sohn, Lee and Yan, 2015, "Learning
 * structured output representation using deep conditional generative models"; importance-weighted
 * training: Burda, Grosse and Salakhutdinov, 2016, arXiv 1509.00519; the Gaussian's one variance,
 * learned: Rybkin, Daniilidis and Levine, 2021, arXiv 2006.13202.
 */
final class VaeGraph {
  /** Input: images as rows, [batch, C·H·W]. */
  static final String X = "x";

  /** Input of conditional models: classes, [batch]. */
  static final String LABEL = "label";

  /** Input of decode: latents, [batch, D]. */
  static final String Z = "z";

  /** Input of log_weights: normal noise, [batch, D]. */
  static final String NOISE = "noise";

  /** Outputs of encode, inputs of log_weights: [batch, D]. */
  static final String MEAN = "mean";

  static final String LOG_VARIANCE = "log_variance";

  /** Output of decode: the mean of p(x|z), [batch, C·H·W], in [0, 1]. */
  static final String PIXELS = "pixels";

  /** Output of log_weights: log p(x, z) − log q(z|x), [batch], in nats. */
  static final String LOG_WEIGHTS = "log_weights";

  /** Outputs of training, means over the batch in nats: what is minimised, and its two parts. */
  static final String LOSS = "loss";

  static final String RECONSTRUCTION = "reconstruction";
  static final String DIVERGENCE = "divergence";

  private final VaeConfig config;
  private final SameDiff graph = SameDiff.create();
  private final Params params;

  private VaeGraph(VaeConfig config, long seed) {
    this.config = config;
    this.params = new GraphParams(graph, seed);
  }

  /** What an opened model computes, by name. */
  static Map<String, Graph> functions(VaeConfig config) {
    Map<String, Graph> functions = new LinkedHashMap<>();
    functions.put("encode", new VaeGraph(config, 0).encode());
    functions.put("decode", new VaeGraph(config, 0).decode());
    functions.put("log_weights", new VaeGraph(config, 0).logWeights());
    return functions;
  }

  /** A graph of the training loss, and the parameters' initial values. */
  record Objective(Graph graph, Map<String, Tensor> parameters) {}

  /** The training loss: the negative evidence lower bound, or the importance-weighted one. */
  static Objective objective(VaeConfig config, VaeTraining training, long seed) {
    VaeGraph built = new VaeGraph(config, seed);
    return new Objective(built.objective(training), GraphImport.parameters(built.graph));
  }

  private Graph encode() {
    Posterior q = posterior(x(), label());
    q.mean().rename(MEAN);
    q.logVariance().rename(LOG_VARIANCE);
    return GraphImport.of(graph).graph(MEAN, LOG_VARIANCE);
  }

  private Graph decode() {
    SDVariable z = graph.placeHolder(Z, DataType.FLOAT, -1, config.latentDim());
    SDVariable pixels = pixels(z, label());
    SDVariable mean =
        config.likelihood() == Likelihood.BERNOULLI ? graph.nn().sigmoid(pixels) : pixels;
    graph.math().clipByValue(mean, 0, 1).rename(PIXELS);
    return GraphImport.of(graph).graph(PIXELS);
  }

  private Graph logWeights() {
    SDVariable mean = graph.placeHolder(MEAN, DataType.FLOAT, -1, config.latentDim());
    SDVariable logVariance =
        graph.placeHolder(LOG_VARIANCE, DataType.FLOAT, -1, config.latentDim());
    SDVariable noise = graph.placeHolder(NOISE, DataType.FLOAT, -1, config.latentDim());
    logWeights(new Posterior(mean, logVariance), noise, x(), label()).rename(LOG_WEIGHTS);
    return GraphImport.of(graph).graph(LOG_WEIGHTS);
  }

  private Graph objective(VaeTraining training) {
    SDVariable x = x();
    SDVariable label = label();
    Posterior q = posterior(x, label);
    SDVariable divergences = GaussianKl.toStandardNormalEach(q.mean(), q.logVariance());
    SDVariable divergence = divergences.sum(1);
    divergence.mean(DIVERGENCE);
    if (training.importanceSamples() == 1) {
      SDVariable noise = Annotations.random(Random.Distribution.NORMAL, q.mean());
      SDVariable reconstruction = reconstruction(pixels(q.at(noise), label), x);
      reconstruction.mean(RECONSTRUCTION);
      NegativeElbo.loss(reconstruction, divergences, training.beta(), training.freeBits())
          .mean(LOSS);
    } else {
      SDVariable logWeights = logWeights(q, x, label, training.importanceSamples());
      logWeights.mean(1).neg().sub(divergence).mean(RECONSTRUCTION);
      ImportanceWeightedBound.loss(logWeights).mean(LOSS);
    }
    return GraphImport.of(graph).graph(LOSS, RECONSTRUCTION, DIVERGENCE);
  }

  /** Of each example with several samples of z, [N, samples]. */
  private SDVariable logWeights(
      Posterior q, SDVariable x, @Nullable SDVariable label, int samples) {
    Posterior rows =
        new Posterior(
            repeated(q.mean(), config.latentDim(), samples),
            repeated(q.logVariance(), config.latentDim(), samples));
    SDVariable noise = Annotations.random(Random.Distribution.NORMAL, rows.mean());
    SDVariable images = repeated(x, config.image().features(), samples);
    SDVariable labels = label == null ? null : repeated(label, 1, samples).reshape(-1);
    return logWeights(rows, noise, images, labels).reshape(-1, samples);
  }

  private SDVariable x() {
    return graph.placeHolder(X, DataType.FLOAT, -1, config.image().features());
  }

  private @Nullable SDVariable label() {
    return config.conditional() ? graph.placeHolder(LABEL, DataType.INT32, -1) : null;
  }

  /** Mean and logarithm of the variance of each latent, [N, D]. */
  private record Posterior(SDVariable mean, SDVariable logVariance) {
    /** z = μ + σ·noise: equation 10's reparameterisation. */
    SDVariable at(SDVariable noise) {
      return mean.add(deviation().mul(noise));
    }

    SDVariable deviation() {
      return mean.getSameDiff().math().exp(logVariance.mul(0.5));
    }
  }

  private Posterior posterior(SDVariable x, @Nullable SDVariable label) {
    Params own = params.scope("encoder");
    int features = Encoder.features(config.encoder());
    SDVariable condition = condition(own, label, features);
    SDVariable h = Encoder.encode(own, config.encoder(), config.image(), x, condition);
    return new Posterior(
        own.linear("mean", h, features, config.latentDim(), true),
        own.linear("log_variance", h, features, config.latentDim(), true));
  }

  /** Logits of the pixels, or their means; [N, C·H·W]. */
  private SDVariable pixels(SDVariable z, @Nullable SDVariable label) {
    Params own = params.scope("decoder");
    int features = Decoder.conditioned(config.decoder(), config.image());
    return Decoder.decode(
        own,
        config.decoder(),
        config.image(),
        z,
        config.latentDim(),
        condition(own, label, features));
  }

  private @Nullable SDVariable condition(Params own, @Nullable SDVariable label, int features) {
    return label == null
        ? null
        : own.embedding("label", label, config.classes(), features, Initializers.normal(1));
  }

  /** −log p(x|z), [N]. */
  private SDVariable reconstruction(SDVariable pixels, SDVariable x) {
    if (config.likelihood() == Likelihood.BERNOULLI) {
      return BinaryCrossEntropy.loss(pixels, x);
    }
    SDVariable logVariance =
        params.scope("decoder").parameter("log_variance", Initializers.zeros(), 1);
    return GaussianNll.loss(pixels, pixels.mul(0).add(logVariance), x);
  }

  /** log p(x, z) − log q(z|x) at z = μ + σ·noise, [N]; the normal densities' 2π cancel. */
  private SDVariable logWeights(
      Posterior q, SDVariable noise, SDVariable x, @Nullable SDVariable label) {
    SDVariable z = q.at(noise);
    SDVariable prior = z.mul(z).sum(1).mul(-0.5);
    SDVariable encoder = noise.mul(noise).add(q.logVariance()).sum(1).mul(-0.5);
    return prior.sub(encoder).sub(reconstruction(pixels(z, label), x));
  }

  /** Every row as often as there are samples, one after another: [N, D] to [N·samples, D]. */
  private SDVariable repeated(SDVariable rows, int width, int samples) {
    SDVariable ones = graph.constant(Nd4j.ones(rows.dataType(), 1, samples, 1));
    return rows.reshape(-1, 1, width).mul(ones).reshape(-1, width);
  }
}
