package dev.seisei.core.model;

/**
 * What a generator also is if it has a latent variable z with a prior p(z), a decoder p(x|z) and an
 * encoder q(z|x): measures of likelihood ask for it.
 */
public interface LatentVariableModel extends Reconstruction {
  /** How the observed numbers are distributed given z. */
  enum Likelihood {
    /** Each is 0 or 1; grey levels are probabilities to be drawn from. */
    BERNOULLI,
    /** Each is a real number; the likelihood is a density. */
    GAUSSIAN
  }

  Likelihood likelihood();

  /**
   * Logarithms of importance weights, log p(x, zᵢ) − log q(zᵢ|x) with z₁ … z_k drawn from q(z|x),
   * in nats. Their mean estimates the evidence lower bound, the logarithm of the mean of their
   * exponentials log p(x).
   *
   * @param examples [N, C, H, W], as the likelihood observes them
   * @param labels [N], if the model has {@link #classes}; else not read
   * @param samples k
   * @param seed of the noise
   * @param first position of the first example in its dataset, which names its noise: the result
   *     does not depend on how a dataset is cut into pieces
   * @return [N][k]
   */
  double[][] logWeights(float[] examples, int[] labels, int samples, long seed, long first);
}
