package dev.seisei.core.settings;

import org.jspecify.annotations.Nullable;

/** Settings records for the tests of this package. */
final class Examples {
  private Examples() {}

  enum Shape {
    ROUND,
    HALF_OPEN
  }

  record Optimizer(@Description("Step size.") double learningRate, int warmUpSteps) {
    Optimizer() {
      this(0.001, 0);
    }

    Optimizer {
      Require.positive("learning_rate", learningRate);
      if (warmUpSteps > 1000) {
        throw new IllegalArgumentException("warm_up_steps must be <= 1000, got " + warmUpSteps);
      }
    }
  }

  record Everything(
      @Description("How many.") int n,
      long seed,
      double topP,
      boolean greedy,
      String prompt,
      Shape shape,
      Optimizer optimizer,
      @Nullable Integer label,
      @Nullable String suffix,
      @Nullable Shape otherShape,
      @Nullable Picture image,
      @Nullable Optimizer second) {
    Everything() {
      this(1, 0, 0.9, false, "", Shape.ROUND, new Optimizer(), null, null, null, null, null);
    }

    Everything {
      Require.inRange("n", n, 1, 1000);
      Require.inRange("top_p", topP, 0, 1);
      Require.that(!greedy || topP == 1, "greedy", "greedy needs top_p 1, got " + topP);
    }
  }
}
