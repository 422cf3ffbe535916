package dev.seisei.loss;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The games that a generator and a discriminator play: what each of them minimises, given the
 * discriminator's scores r of a real example and f of a generated one. A score is a logit, large
 * for what seems real; of several scores an example (patches of an image) the mean is taken.
 *
 * <p>Most games look at the two examples apart; where they do, the generator's loss does not depend
 * on r.
 */
public enum AdversarialLoss {
  /**
   * The game as it was first stated: D: −log σ(r) − log(1 − σ(f)); G: log(1 − σ(f)), which vanishes
   * while the discriminator wins.
   *
   * <p>Source: Goodfellow et al., 2014, arXiv 1406.2661, equation 1.
   */
  MINIMAX {
    @Override
    <T extends Expression<T>> T judge(T real, T generated) {
      return real.negate().softplus().plus(generated.softplus());
    }

    @Override
    <T extends Expression<T>> T make(T real, T generated) {
      return generated.softplus().negate();
    }
  },

  /**
   * D: as {@link #MINIMAX}; G: −log σ(f), whose gradient is large where the discriminator wins.
   *
   * <p>Source: Goodfellow et al., 2014, arXiv 1406.2661, section 3.
   */
  NON_SATURATING {
    @Override
    <T extends Expression<T>> T judge(T real, T generated) {
      return MINIMAX.judge(real, generated);
    }

    @Override
    <T extends Expression<T>> T make(T real, T generated) {
      return generated.negate().softplus();
    }
  },

  /**
   * D: ½(r − 1)² + ½f²; G: ½(f − 1)².
   *
   * <p>Source: Mao et al., 2017, arXiv 1611.04076, equation 9.
   */
  LEAST_SQUARES {
    @Override
    <T extends Expression<T>> T judge(T real, T generated) {
      return real.plus(-1).square().plus(generated.square()).times(0.5);
    }

    @Override
    <T extends Expression<T>> T make(T real, T generated) {
      return generated.plus(-1).square().times(0.5);
    }
  },

  /**
   * D: max(0, 1 − r) + max(0, 1 + f); G: −f.
   *
   * <p>Source: Lim and Ye, 2017, arXiv 1705.02894; Miyato et al., 2018, arXiv 1802.05957, equations
   * 16 and 17.
   */
  HINGE {
    @Override
    <T extends Expression<T>> T judge(T real, T generated) {
      return real.negate().plus(1).atLeast(0).plus(generated.plus(1).atLeast(0));
    }

    @Override
    <T extends Expression<T>> T make(T real, T generated) {
      return generated.negate();
    }
  },

  /**
   * D: f − r; G: −f. The discriminator, called a critic, must be kept from growing without bound:
   * by a {@link GradientPenalty}.
   *
   * <p>Source: Arjovsky, Chintala and Bottou, 2017, arXiv 1701.07875, equations 2 and 3.
   */
  WASSERSTEIN {
    @Override
    <T extends Expression<T>> T judge(T real, T generated) {
      return generated.minus(real);
    }

    @Override
    <T extends Expression<T>> T make(T real, T generated) {
      return generated.negate();
    }
  },

  /**
   * D: −log σ(r − f); G: −log σ(f − r): each pair is told apart, not each example.
   *
   * <p>Source: Jolicoeur-Martineau, 2018, arXiv 1807.00734, equations 5 and 6. Together with {@link
   * ZeroCenteredPenalty} on both kinds of examples: Huang et al., 2024, arXiv 2501.05441.
   */
  RELATIVISTIC {
    @Override
    <T extends Expression<T>> T judge(T real, T generated) {
      return generated.minus(real).softplus();
    }

    @Override
    <T extends Expression<T>> T make(T real, T generated) {
      return real.minus(generated).softplus();
    }
  };

  private Forms forms(boolean judging) {
    Forms.Formula formula =
        new Forms.Formula() {
          @Override
          public <T extends Expression<T>> T of(List<T> inputs) {
            T real = inputs.get(0);
            T generated = inputs.get(1);
            return (judging ? judge(real, generated) : make(real, generated)).mean();
          }
        };
    return new Forms(formula, "real", "generated");
  }

  /** What the discriminator minimises, score by score. */
  abstract <T extends Expression<T>> T judge(T real, T generated);

  /** What the generator minimises, score by score. */
  abstract <T extends Expression<T>> T make(T real, T generated);

  /** Whether the generator's loss depends on the scores of real examples. */
  public boolean pairs() {
    return this == RELATIVISTIC;
  }

  /**
   * What the discriminator minimises, in a graph.
   *
   * @param real scores of real examples, {@code [N, ...]}
   * @param generated scores of generated ones, of the same shape and type
   * @return {@code [N]}
   * @throws IllegalArgumentException if the shapes are known and differ
   */
  public SDVariable discriminator(SDVariable real, SDVariable generated) {
    return forms(true).graph(real, generated);
  }

  /**
   * What the discriminator minimises, for one example of each kind.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no score or one is NaN
   */
  public double discriminator(double[] real, double[] generated) {
    return forms(true).example(real, generated);
  }

  /**
   * What the discriminator minimises, row by row.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no score or one is NaN
   */
  public double[] discriminator(double[][] real, double[][] generated) {
    return forms(true).examples(real, generated);
  }

  /**
   * What the discriminator minimises, for each example along the first axis.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no score or one is NaN
   */
  public double[] discriminator(INDArray real, INDArray generated) {
    return forms(true).arrays(real, generated);
  }

  /**
   * What the generator minimises, in a graph.
   *
   * @param real scores of real examples, {@code [N, ...]}; only read if {@link #pairs}
   * @param generated scores of generated ones, of the same shape and type
   * @return {@code [N]}
   * @throws IllegalArgumentException if the shapes are known and differ
   */
  public SDVariable generator(SDVariable real, SDVariable generated) {
    return forms(false).graph(real, generated);
  }

  /**
   * What the generator minimises, for one example of each kind.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no score or one is NaN
   */
  public double generator(double[] real, double[] generated) {
    return forms(false).example(real, generated);
  }

  /**
   * What the generator minimises, row by row.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no score or one is NaN
   */
  public double[] generator(double[][] real, double[][] generated) {
    return forms(false).examples(real, generated);
  }

  /**
   * What the generator minimises, for each example along the first axis.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no score or one is NaN
   */
  public double[] generator(INDArray real, INDArray generated) {
    return forms(false).arrays(real, generated);
  }
}
