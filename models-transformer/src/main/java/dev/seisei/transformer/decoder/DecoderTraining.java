package dev.seisei.transformer.decoder;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;
import dev.seisei.core.train.Recipe;
import dev.seisei.core.train.TrainingStep.Effort;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.optim.Optimizer;
import dev.seisei.engine.optim.ParameterGroup;
import dev.seisei.engine.optim.Schedule;
import dev.seisei.engine.optim.Training;
import dev.seisei.engine.plan.Precision;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * How a model of text is trained, to predict the next token or another: by AdamW, whose learning
 * rate rises in a straight line and falls by half a cosine.
 *
 * @param steps of the training, unless a length is given
 * @param batchSize sequences of a run
 * @param accumulate runs whose gradients make one step
 * @param context tokens of a sequence; 0 for as many as the model has positions
 * @param tokenizer what text is cut into, unless a model is {@linkplain #startFrom started from}:
 *     {@code char} (the characters of the text), {@code byte}, {@code bpe:SIZE} (learned from the
 *     text), or the path of a folder with a tokenizer
 * @param learningRate at its peak
 * @param minLearningRate at the end
 * @param warmUp steps until the peak, but at most a tenth of all
 * @param weightDecay of matrices and tables; gains, shifts and biases have none
 * @param beta1 decay of the mean of gradients
 * @param beta2 decay of the mean of their squares
 * @param clipNorm most that the norm of all gradients may be; 0 for no bound
 * @param dropout rate at which features and probabilities of attention are dropped
 * @param averageDecay of the moving average of the weights that is validated and kept; 0 for none
 * @param validation sequences of the held-out text that are validated on, evenly spread; 0 for all
 * @param reportEvery steps between validations
 * @param startFrom a model of the same configuration whose weights are the initial ones, and whose
 *     tokenizer is used; empty for random ones
 * @param saveSeconds seconds between saves of what is needed to resume; 0 saves after every step
 * @param precision in which products are computed; everything else is in float32 anyway
 * @param memoryBudget most MiB that the plan of a run may hold for itself: activations that do not
 *     fit are computed again; 0 for no bound
 */
public record DecoderTraining(
    @Description("steps of the training, unless --steps or --epochs is given") int steps,
    @Description("sequences of a run") int batchSize,
    @Description("runs whose gradients make one step") int accumulate,
    @Description("tokens of a sequence; 0: the model's positions") int context,
    @Description("char, byte, bpe:SIZE, or the folder of a tokenizer") String tokenizer,
    @Description("AdamW's learning rate at its peak") double learningRate,
    @Description("the learning rate at the end") double minLearningRate,
    @Description("steps until the learning rate's peak, at most a tenth of all") int warmUp,
    @Description("decay of matrices and tables") double weightDecay,
    @Description("decay of the mean of gradients") double beta1,
    @Description("decay of the mean of their squares") double beta2,
    @Description("most that the norm of the gradients may be; 0: no bound") double clipNorm,
    @Description("rate at which features and attention are dropped") double dropout,
    @Description("decay of the moving average of the weights; 0: none") double averageDecay,
    @Description("held-out sequences that are validated on; 0: all") int validation,
    @Description("steps between validations") int reportEvery,
    @Description("a model of the same configuration to begin with; empty: random weights")
        String startFrom,
    @Description("seconds between saves; 0: after every step") double saveSeconds,
    @Description("arithmetic of products") Precision precision,
    @Description("most MiB that the plan may hold for itself; 0: no bound") int memoryBudget) {

  public DecoderTraining {
    Require.inRange("steps", steps, 1, 1_000_000_000);
    Require.inRange("batch_size", batchSize, 1, 65_536);
    Require.inRange("accumulate", accumulate, 1, 65_536);
    Require.inRange("context", context, 0, 1 << 20);
    TextTokenizers.check(tokenizer);
    Require.positive("learning_rate", learningRate);
    Require.inRange("min_learning_rate", minLearningRate, 0, learningRate);
    Require.inRange("warm_up", warmUp, 0, 1_000_000_000);
    Require.inRange("weight_decay", weightDecay, 0, 1e6);
    Require.inRange("beta1", beta1, 0, 0.999999);
    Require.inRange("beta2", beta2, 0, 0.9999999);
    Require.inRange("clip_norm", clipNorm, 0, 1e9);
    Require.inRange("dropout", dropout, 0, 0.99);
    Require.inRange("average_decay", averageDecay, 0, 0.999999);
    Require.inRange("validation", validation, 0, 1_000_000_000);
    Require.inRange("report_every", reportEvery, 1, 1_000_000_000);
    Require.inRange("save_seconds", saveSeconds, 0, 1e9);
    Require.inRange("memory_budget", memoryBudget, 0, 1 << 30);
  }

  /** nanoGPT's settings for small models of characters on a processor. */
  public DecoderTraining() {
    this(
        2000,
        12,
        1,
        0,
        TextTokenizers.CHARACTERS,
        1e-3,
        1e-4,
        100,
        0.1,
        0.9,
        0.99,
        1,
        0,
        0,
        1000,
        250,
        "",
        5,
        Precision.F32,
        0);
  }

  /** How a step is computed. */
  public Effort effort() {
    return new Effort(batchSize, accumulate, precision, (long) memoryBudget << 20);
  }

  /**
   * How weights are moved.
   *
   * @param total steps of the training
   * @param decays which weights decay
   */
  public UnaryOperator<Training> optimizer(long total, Predicate<String> decays) {
    Schedule cosine = Schedule.cosine(learningRate, minLearningRate, total);
    return training -> {
      training
          .optimizer(new Optimizer.Adam(beta1, beta2, 1e-8, true))
          .schedule(Recipe.warmedUp(cosine, warmUp, total))
          .groups(List.of(new ParameterGroup(decays, 1, weightDecay), ParameterGroup.all(0)))
          .average(averageDecay);
      return clipNorm > 0 ? training.clipNorm(clipNorm) : training;
    };
  }

  /** What decays, of some parameters: weights of products, and tables, which have two axes. */
  public static Predicate<String> matrices(Map<String, Tensor> parameters) {
    Set<String> matrices = new HashSet<>();
    parameters.forEach(
        (name, tensor) -> {
          if (tensor.shape().length >= 2) {
            matrices.add(name);
          }
        });
    return matrices::contains;
  }
}
