package dev.seisei.vae.autoencoder;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.nn.GraphParams;
import dev.seisei.engine.nn.Initializers;
import dev.seisei.engine.nn.Params;
import dev.seisei.engine.samediff.GraphImport;
import dev.seisei.loss.SumOfSquaredErrors;
import dev.seisei.vae.network.Decoder;
import dev.seisei.vae.network.Encoder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The autoencoder: a code z = f(x), an image g(z), and the loss ‖x − g(z)‖² + λ‖z‖². To sample, z
 * is drawn from a Gaussian that was fitted to the codes of the training images.
 *
 * <p>Source: Hinton and Salakhutdinov, 2006, "Reducing the dimensionality of data with neural
 * networks"; the penalty and the density: Ghosh, Sajjadi, Vergari, Black and Schölkopf, 2020, arXiv
 * 1903.12436, equations 8 to 10 and section 4.
 *
 * <p>Differs from the papers: nothing is pretrained layer by layer; the decoder has no penalty of
 * its own; λ is half of the second paper's β; the density is one Gaussian.
 */
final class AutoencoderGraph {
  /** Input: images as rows, [batch, C·H·W]. */
  static final String X = "x";

  /** Output of encode and of prior, input of decode: codes, [batch, D]. */
  static final String Z = "z";

  /** Input of prior: standard normal noise, [batch, D]. */
  static final String NOISE = "noise";

  /** Output of decode: images as rows, [batch, C·H·W], in [0, 1]. */
  static final String PIXELS = "pixels";

  /** Outputs of training, means over the batch: what is minimised, and its squared error. */
  static final String LOSS = "loss";

  static final String RECONSTRUCTION = "reconstruction";

  private final AutoencoderConfig config;
  private final SameDiff graph = SameDiff.create();
  private final Params params;

  private AutoencoderGraph(AutoencoderConfig config, long seed) {
    this.config = config;
    this.params = new GraphParams(graph, seed);
  }

  /** What an opened model computes, by name. */
  static Map<String, Graph> functions(AutoencoderConfig config) {
    Map<String, Graph> functions = new LinkedHashMap<>();
    functions.put("encode", encode(config));
    functions.put("decode", new AutoencoderGraph(config, 0).decode());
    functions.put("prior", new AutoencoderGraph(config, 0).prior());
    return functions;
  }

  /** From images to codes. */
  static Graph encode(AutoencoderConfig config) {
    return new AutoencoderGraph(config, 0).encode();
  }

  /** A graph of the training loss, and the parameters' initial values. */
  record Objective(Graph graph, Map<String, Tensor> parameters) {}

  /** The training loss. */
  static Objective objective(AutoencoderConfig config, AutoencoderTraining training, long seed) {
    AutoencoderGraph built = new AutoencoderGraph(config, seed);
    return new Objective(
        built.objective(training.codePenalty()), GraphImport.parameters(built.graph));
  }

  private Graph encode() {
    code(x()).rename(Z);
    return GraphImport.of(graph).graph(Z);
  }

  private Graph decode() {
    graph.math().clipByValue(image(latents(Z)), 0, 1).rename(PIXELS);
    return GraphImport.of(graph).graph(PIXELS);
  }

  /** z = m + L·noise, with codes as rows. */
  private Graph prior() {
    int dimensions = config.latentDim();
    Params density = params.scope("density");
    SDVariable mean = density.parameter("mean", Initializers.zeros(), dimensions);
    SDVariable factor = density.parameter("cholesky", Initializers.zeros(), dimensions, dimensions);
    graph.mmul(latents(NOISE), factor, false, true, false).add(mean).rename(Z);
    return GraphImport.of(graph).graph(Z);
  }

  private Graph objective(double penalty) {
    SDVariable x = x();
    SDVariable z = code(x);
    SDVariable error = SumOfSquaredErrors.loss(image(z), x);
    error.mean(RECONSTRUCTION);
    error.add(z.mul(z).sum(1).mul(penalty)).mean(LOSS);
    return GraphImport.of(graph).graph(LOSS, RECONSTRUCTION);
  }

  private SDVariable x() {
    return graph.placeHolder(X, DataType.FLOAT, -1, config.image().features());
  }

  private SDVariable latents(String name) {
    return graph.placeHolder(name, DataType.FLOAT, -1, config.latentDim());
  }

  private SDVariable code(SDVariable x) {
    Params own = params.scope("encoder");
    SDVariable h = Encoder.encode(own, config.encoder(), config.image(), x, null);
    return own.linear("code", h, Encoder.features(config.encoder()), config.latentDim(), true);
  }

  private SDVariable image(SDVariable z) {
    Params own = params.scope("decoder");
    return Decoder.decode(own, config.decoder(), config.image(), z, config.latentDim(), null);
  }
}
