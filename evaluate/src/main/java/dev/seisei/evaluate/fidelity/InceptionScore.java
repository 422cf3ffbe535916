package dev.seisei.evaluate.fidelity;

/**
 * The inception score of images whose classes a network gives probabilities of: exp of the mean
 * over images x of KL(p(y|x) ‖ p(y)), with p(y) the mean of p(y|x). It is 1 where all images look
 * alike to the network, and K where it is certain of each and all K classes are equally frequent.
 *
 * <p>Source: Salimans, Goodfellow, Zaremba, Cheung, Radford and Chen, 2016, arXiv 1606.03498,
 * section 4. Differs from the paper: over all images at once, not the mean over ten parts of them.
 */
final class InceptionScore {
  private final double[] marginal;
  private double negativeEntropy;
  private long count;

  /**
   * @param classes K
   */
  InceptionScore(int classes) {
    this.marginal = new double[classes];
  }

  /**
   * Adds images.
   *
   * @param probabilities p(y|x), [n, K]
   */
  void add(float[] probabilities) {
    for (int i = 0; i < probabilities.length; i++) {
      double p = probabilities[i];
      marginal[i % marginal.length] += p;
      negativeEntropy += timesLog(p);
    }
    count += probabilities.length / marginal.length;
  }

  /** The score of all images, in [1, K]. */
  double score() {
    double divergence = negativeEntropy / count;
    for (double sum : marginal) {
      divergence -= timesLog(sum / count);
    }
    return Math.exp(divergence);
  }

  private static double timesLog(double p) {
    return p > 0 ? p * Math.log(p) : 0;
  }
}
