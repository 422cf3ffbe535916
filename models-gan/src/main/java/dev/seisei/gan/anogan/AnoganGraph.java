package dev.seisei.gan.anogan;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.nn.GraphParams;
import dev.seisei.engine.nn.Initializers;
import dev.seisei.engine.nn.Params;
import dev.seisei.engine.nn.SharedParams;
import dev.seisei.engine.samediff.GraphImport;
import dev.seisei.gan.adversarial.Rates;
import dev.seisei.gan.dcgan.DcganConfig;
import dev.seisei.gan.dcgan.DcganGraph;
import dev.seisei.gan.latent.ScalingDecoder;
import dev.seisei.loss.MeanAbsoluteError;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A GAN of normal images, and the distance of an image x from what it makes of a latent z: (1 −
 * λ)·mean|x − G(z)| + λ·mean|f(x) − f(G(z))|, f being the discriminator's coarsest maps. It is
 * minimised over z by gradient, and what is left is the image's score.
 *
 * <p>Source: Schlegl et al., 2017, arXiv 1703.05921, equations 2 to 6, with the improved
 * discrimination loss. Differs from the paper: distances are means and not sums.
 */
final class AnoganGraph {
  /** Input of search and features: images as rows, in [0, 1]; of search, [ROWS, C·H·W]. */
  static final String X = "x";

  /** Output of features: the means of the discriminator's coarsest maps, [batch, F]. */
  static final String FEATURES = "features";

  /** The parameter that is searched, [ROWS, D]. */
  static final String LATENT = "z";

  /** Outputs of search: what is minimised, each row's score, and what G makes, in [0, 1]. */
  static final String LOSS = "loss";

  static final String SCORE = "score";
  static final String RECONSTRUCTION = "reconstruction";

  /** Images that are searched for at once. */
  static final int ROWS = 64;

  private AnoganGraph() {}

  /** What an opened model computes, by name. */
  static Map<String, Graph> functions(AnoganConfig config) {
    Map<String, Graph> functions = new LinkedHashMap<>();
    functions.put(
        ScalingDecoder.FUNCTION,
        GraphImport.of(DcganGraph.decoding(config.networks(), false)).graph(ScalingDecoder.PIXELS));
    SameDiff graph = SameDiff.create();
    Params judging = new GraphParams(graph, 0).scope(Rates.DISCRIMINATOR);
    SDVariable x =
        graph.placeHolder(X, DataType.FLOAT, -1, config.image().features()).mul(2).sub(1);
    SDVariable maps = new DcganGraph(config.networks(), false).maps(judging, x, "real");
    maps.mean(2, 3).rename(FEATURES);
    functions.put("features", GraphImport.of(graph).graph(FEATURES));
    return functions;
  }

  /** What is minimised over {@link #LATENT}; reads the weights of both networks. */
  static Graph search(AnoganConfig config) {
    DcganConfig networks = config.networks();
    DcganGraph network = new DcganGraph(networks, false);
    SameDiff graph = SameDiff.create();
    Params params = new SharedParams(new GraphParams(graph, 0));
    Params judging = params.scope(Rates.DISCRIMINATOR);
    SDVariable x =
        graph.placeHolder(X, DataType.FLOAT, ROWS, networks.image().features()).mul(2).sub(1);
    SDVariable z = params.parameter(LATENT, Initializers.zeros(), ROWS, networks.latentDim());
    SDVariable made = network.generate(params.scope(Rates.GENERATOR), z, null);
    SDVariable ofPixels = MeanAbsoluteError.loss(made, x);
    SDVariable ofFeatures =
        MeanAbsoluteError.loss(
            network.maps(judging, made, "generated"), network.maps(judging, x, "real"));
    double share = config.featureShare();
    SDVariable score = ofPixels.mul(1 - share).add(ofFeatures.mul(share));
    score.sum().rename(LOSS);
    score.rename(SCORE);
    made.add(1).mul(0.5).rename(RECONSTRUCTION);
    return GraphImport.of(graph).graph(LOSS, SCORE, RECONSTRUCTION);
  }
}
