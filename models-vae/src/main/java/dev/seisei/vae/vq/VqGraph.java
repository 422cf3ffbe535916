package dev.seisei.vae.vq;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.nn.Activations;
import dev.seisei.engine.nn.Functions;
import dev.seisei.engine.nn.GraphParams;
import dev.seisei.engine.nn.Params;
import dev.seisei.engine.samediff.GraphImport;
import dev.seisei.loss.BinaryCrossEntropy;
import dev.seisei.loss.SoftmaxCrossEntropy;
import dev.seisei.loss.SumOfSquaredErrors;
import dev.seisei.vae.network.Decoder;
import dev.seisei.vae.network.Encoder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The vector-quantised autoencoder: the encoder gives a grid of features z_e(x) at a quarter of the
 * resolution, each is replaced by the nearest of K codes, and the decoder makes the image of these,
 * z_q(x). The loss is equation 3, −log p(x|z_q) + ‖sg[z_e] − z_q‖² + β‖z_e − sg[z_q]‖², where sg
 * lets no gradient through; the decoder's gradient goes straight from z_q to z_e. With the codes as
 * they are, a prior over the grids is learned by the cross-entropy.
 *
 * <p>Source: van den Oord, Vinyals and Kavukcuoglu, 2017, arXiv 1711.00937.
 *
 * <p>Differs from the paper: grey pixels are Bernoulli, with grey levels as probabilities, and
 * colours Gaussian with a fixed deviation; codes that nothing uses are {@linkplain CodeRestarts
 * given a new place}; the prior is a {@linkplain CodePrior transformer}.
 */
final class VqGraph {
  /** Input: images as rows, [batch, C·H·W]. */
  static final String X = "x";

  /** Output of encode, input of nearest: z_e, [batch, L·D], position after position. */
  static final String FEATURES = "features";

  /** Output of nearest (as floats), input of decode and next (as integers): [batch, L]. */
  static final String CODES = "codes";

  /** Output of decode: the mean of p(x|z_q), [batch, C·H·W], in [0, 1]. */
  static final String PIXELS = "pixels";

  /** Output of next: of each position's code given those before it, [batch, L, K]. */
  static final String LOGITS = "logits";

  /** Output of both objectives: what is minimised, a mean over the batch. */
  static final String LOSS = "loss";

  /** Output of the autoencoder's objective: −log p(x|z_q), a mean over the batch. */
  static final String RECONSTRUCTION = "reconstruction";

  /** Of colours, whose range is 1. */
  private static final double DEVIATION = 0.1;

  private final VqConfig config;
  private final SameDiff graph = SameDiff.create();
  private final Params params;
  private final Codebook codebook;

  private VqGraph(VqConfig config, long seed) {
    this.config = config;
    this.params = new GraphParams(graph, seed);
    this.codebook = new Codebook(params, config.codes(), config.codeDim());
  }

  /** What an opened model computes, by name. */
  static Map<String, Graph> functions(VqConfig config) {
    Map<String, Graph> functions = new LinkedHashMap<>();
    functions.put("encode", encode(config));
    functions.put("nearest", new VqGraph(config, 0).nearest());
    functions.put("decode", new VqGraph(config, 0).decode());
    functions.put("next", new VqGraph(config, 0).next());
    return functions;
  }

  /** From images to features. */
  static Graph encode(VqConfig config) {
    return new VqGraph(config, 0).encode();
  }

  /** A graph of a training loss, and its parameters' initial values. */
  record Objective(Graph graph, Map<String, Tensor> parameters) {}

  /** The loss of encoder, codes and decoder. */
  static Objective autoencoder(VqConfig config, VqTraining training, long seed) {
    VqGraph built = new VqGraph(config, seed);
    return new Objective(built.autoencoder(training), GraphImport.parameters(built.graph));
  }

  /** The loss of the prior, by images; encoder and codes are among its parameters. */
  static Objective prior(VqConfig config, long seed) {
    VqGraph built = new VqGraph(config, seed);
    return new Objective(built.prior(), GraphImport.parameters(built.graph));
  }

  private Graph encode() {
    grids(features(x())).rename(FEATURES);
    return GraphImport.of(graph).graph(FEATURES);
  }

  private Graph nearest() {
    int numbers = config.positions() * config.codeDim();
    SDVariable z = graph.placeHolder(FEATURES, DataType.FLOAT, -1, numbers);
    codes(z.reshape(-1, config.codeDim())).castTo(DataType.FLOAT).rename(CODES);
    return GraphImport.of(graph).graph(CODES);
  }

  private Graph decode() {
    graph.nn().sigmoid(logits(codebook.lookUp(given().reshape(-1)))).rename(PIXELS);
    return GraphImport.of(graph).graph(PIXELS);
  }

  private Graph next() {
    next(given()).rename(LOGITS);
    return GraphImport.of(graph).graph(LOGITS);
  }

  private Graph autoencoder(VqTraining training) {
    SDVariable x = x();
    SDVariable z = features(x);
    SDVariable nearest = codebook.lookUp(codebook.nearest(z));
    SDVariable reconstruction = reconstruction(logits(Functions.straightThrough(nearest, z)), x);
    reconstruction.mean(RECONSTRUCTION);
    SDVariable codes = SumOfSquaredErrors.loss(grids(nearest), grids(Functions.stopGradient(z)));
    SDVariable commitment =
        SumOfSquaredErrors.loss(grids(z), grids(Functions.stopGradient(nearest)));
    reconstruction.add(codes).add(commitment.mul(training.beta())).mean(LOSS);
    return GraphImport.of(graph).graph(LOSS, RECONSTRUCTION);
  }

  private Graph prior() {
    SDVariable codes = codes(features(x()));
    SDVariable logits = next(codes).reshape(-1, config.codes());
    SoftmaxCrossEntropy.sparse(logits, codes.reshape(-1), config.codes())
        .reshape(-1, config.positions())
        .sum(1)
        .mean(LOSS);
    return GraphImport.of(graph).graph(LOSS);
  }

  private SDVariable x() {
    return graph.placeHolder(X, DataType.FLOAT, -1, config.image().features());
  }

  /** Codes as an input, [N, L]. */
  private SDVariable given() {
    return graph.placeHolder(CODES, DataType.INT32, -1, config.positions());
  }

  /** z_e: [N·L, D]. */
  private SDVariable features(SDVariable x) {
    Params own = params.scope("encoder");
    int channels = 2 * config.features();
    SDVariable map = Encoder.quarter(own, config.network(), config.image(), x);
    SDVariable rows = graph.permute(Activations.silu(map), 0, 2, 3, 1).reshape(-1, channels);
    return own.linear("project", rows, channels, config.codeDim(), true);
  }

  /** The nearest codes' indices: [N·L, D] to [N, L]. */
  private SDVariable codes(SDVariable features) {
    return codebook.nearest(features).reshape(-1, config.positions());
  }

  /** An example a row: [N·L, D] to [N, L·D]. */
  private SDVariable grids(SDVariable rows) {
    return rows.reshape(-1, config.positions() * config.codeDim());
  }

  /** Logits of the pixels' means: [N·L, D] to [N, C·H·W]. */
  private SDVariable logits(SDVariable rows) {
    Params own = params.scope("decoder");
    int channels = 2 * config.features();
    SDVariable map =
        own.linear("project", rows, config.codeDim(), channels, true)
            .reshape(-1, config.height() / 4, config.width() / 4, channels);
    return Decoder.fromQuarter(
        own, config.network(), config.image(), graph.permute(map, 0, 3, 1, 2));
  }

  /** −log p(x|z_q) up to a constant, [N]. */
  private SDVariable reconstruction(SDVariable logits, SDVariable x) {
    if (config.channels() == 1) {
      return BinaryCrossEntropy.loss(logits, x);
    }
    return SumOfSquaredErrors.loss(graph.nn().sigmoid(logits), x)
        .mul(0.5 / (DEVIATION * DEVIATION));
  }

  /** [N, L] to [N, L, K]. */
  private SDVariable next(SDVariable codes) {
    return CodePrior.logits(
        params.scope(CodePrior.SCOPE), config.prior(), codes, config.positions(), config.codes());
  }
}
