package dev.seisei.gan.anomaly;

import dev.seisei.engine.nn.Params;
import java.util.function.UnaryOperator;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A generator, an encoder, and a discriminator of pairs of an example and its latent, written into
 * a graph. Examples are rows of numbers.
 */
public interface PairNetworks {
  /** F, numbers of an example. */
  int features();

  /** D, dimensions of a latent. */
  int latentDim();

  /** Examples as the networks take them, [N, F], of examples as they are given. */
  SDVariable input(SDVariable given);

  /** Examples as they are given, [N, F], of examples as the networks make them. */
  SDVariable output(SDVariable made);

  /**
   * Examples of latents.
   *
   * @param params below which all of the generator's parameters are
   * @param z [N, D]
   * @param statistics where each norm's running statistics are, below its parameters
   * @return [N, F]
   */
  SDVariable decode(Params params, SDVariable z, UnaryOperator<Params> statistics);

  /**
   * Latents of examples.
   *
   * @param params below which all of the encoder's parameters are
   * @param x [N, F]
   * @return [N, D]
   */
  SDVariable encode(Params params, SDVariable x);

  /**
   * What the discriminator makes of a pair, its last hidden layer.
   *
   * @param params below which all of the discriminator's parameters are
   * @param x [N, F]
   * @param z [N, D]
   * @return [N, {@link #pairFeatures}]
   */
  SDVariable pair(Params params, SDVariable x, SDVariable z);

  /** Features of a pair. */
  int pairFeatures();
}
