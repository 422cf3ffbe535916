package dev.seisei.examples;

import dev.seisei.core.dataset.Datasets;
import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.dataset.ImageSet;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.optim.Optimizer;
import dev.seisei.engine.optim.Schedule;
import dev.seisei.engine.optim.Training;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.param.State;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.samediff.GraphImport;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.weightinit.impl.XavierInitScheme;

/**
 * Takes a SameDiff graph as a DL4J user has it, with nothing of this project in it: a convolutional
 * classifier of digits. Runs and trains it in SameDiff's own session and through the engine, and
 * prints how the results and the times compare.
 */
public final class ExistingSameDiffGraph {
  private static final int BATCH = 64;
  private static final double RATE = 1e-3;

  private ExistingSameDiffGraph() {}

  /** What was seen: losses step by step on both sides, and median milliseconds a training step. */
  public record Result(
      List<Double> sessionLosses,
      List<Double> engineLosses,
      double sessionMillis,
      double engineMillis) {
    /** How many times as fast the engine is. */
    public double ratio() {
      return sessionMillis / engineMillis;
    }
  }

  /** The user's graph: two convolutions, two poolings, two dense layers, softmax cross-entropy. */
  static SameDiff graph() {
    Nd4j.getRandom().setSeed(7);
    SameDiff sd = SameDiff.create();
    SDVariable images = sd.placeHolder("images", DataType.FLOAT, -1, 784);
    SDVariable labels = sd.placeHolder("labels", DataType.FLOAT, -1, 10);
    SDVariable x = sd.reshape(images, -1, 1, 28, 28);
    x = block(sd, "block1", x, 1, 8);
    x = block(sd, "block2", x, 8, 16);
    x = sd.reshape(x, -1, 16 * 7 * 7);
    SDVariable hidden = sd.nn().relu(dense(sd, "hidden", x, 16 * 7 * 7, 64), 0);
    SDVariable logits = dense(sd, "out", hidden, 64, 10);
    sd.nn().softmax("probabilities", logits);
    SDVariable perExample = labels.mul(sd.nn().logSoftmax(logits)).sum(1).neg();
    perExample.mean("loss");
    sd.setLossVariables("loss");
    return sd;
  }

  private static SDVariable block(SameDiff sd, String name, SDVariable x, int in, int out) {
    SDVariable weights =
        sd.var(
            name + ".w",
            new XavierInitScheme('c', 9.0 * in, 9.0 * out),
            DataType.FLOAT,
            3,
            3,
            in,
            out);
    SDVariable bias = sd.var(name + ".b", Nd4j.zeros(DataType.FLOAT, out));
    Conv2DConfig same = Conv2DConfig.builder().kH(3).kW(3).pH(1).pW(1).build();
    SDVariable convolved = sd.nn().relu(sd.cnn().conv2d(x, weights, bias, same), 0);
    Pooling2DConfig halve = Pooling2DConfig.builder().kH(2).kW(2).sH(2).sW(2).build();
    return sd.cnn().maxPooling2d(convolved, halve);
  }

  private static SDVariable dense(SameDiff sd, String name, SDVariable x, int in, int out) {
    SDVariable weights =
        sd.var(name + ".w", new XavierInitScheme('c', in, out), DataType.FLOAT, in, out);
    SDVariable bias = sd.var(name + ".b", Nd4j.zeros(DataType.FLOAT, out));
    return x.mmul(weights).add(bias);
  }

  /** Trains both sides for some steps from equal weights, on equal batches. */
  public static Result run(int steps) {
    ImageSet digits = ((ImageDataset) Datasets.open("mnist-mini")).train();
    SameDiff sd = graph();
    ParameterStore parameters = ParameterStore.of(GraphImport.parameters(sd));
    State state = new State();
    var training =
        Training.of(GraphImport.of(sd).graph("loss"), "loss", parameters, state)
            .optimizer(new Optimizer.Adam(0.9, 0.999, 1e-8, false))
            .schedule(Schedule.constant(RATE))
            .graph();
    sd.setTrainingConfig(
        TrainingConfig.builder()
            .updater(new Adam(RATE, 0.9, 0.999, 1e-8))
            .dataSetFeatureMapping("images")
            .dataSetLabelMapping("labels")
            .build());
    List<Double> sessionLosses = new ArrayList<>();
    List<Double> engineLosses = new ArrayList<>();
    double[] sessionNanos = new double[steps];
    double[] engineNanos = new double[steps];
    try (Plan plan =
        Plan.of(training).parameters(parameters).state(state).bind("batch", BATCH).compile()) {
      for (int step = 0; step < steps; step++) {
        int[] indices = indices(digits, step * BATCH);
        float[] images = digits.batch(indices);
        float[] labels = oneHot(digits, indices);
        try (INDArray x = Nd4j.create(images, new long[] {BATCH, 784}, 'c');
            INDArray y = Nd4j.create(labels, new long[] {BATCH, 10}, 'c')) {
          // Asked for apart, and not timed: of a loss that is composed, fit says 0.
          sessionLosses.add(sd.outputSingle(Map.of("images", x, "labels", y), "loss").getDouble(0));
          long start = System.nanoTime();
          sd.fit(new DataSet(x, y));
          sessionNanos[step] = System.nanoTime() - start;
        }
        long start = System.nanoTime();
        plan.run(
            Map.of(
                "images", Tensor.of(images, BATCH, 784), "labels", Tensor.of(labels, BATCH, 10)));
        engineLosses.add(plan.output("loss").getDouble(0));
        engineNanos[step] = System.nanoTime() - start;
      }
    } finally {
      parameters.close();
      state.close();
    }
    return new Result(sessionLosses, engineLosses, median(sessionNanos), median(engineNanos));
  }

  /** The digits in order, around and around. */
  private static int[] indices(ImageSet digits, int from) {
    return IntStream.range(from, from + BATCH).map(i -> i % digits.size()).toArray();
  }

  private static float[] oneHot(ImageSet digits, int[] indices) {
    float[] labels = new float[BATCH * 10];
    for (int i = 0; i < BATCH; i++) {
      labels[i * 10 + digits.label(indices[i])] = 1;
    }
    return labels;
  }

  private static double median(double[] nanos) {
    double[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2] / 1e6;
  }

  /** Prints the comparison over 60 steps. */
  public static void main(String[] args) {
    Result result = run(60);
    PrintStream out = System.out;
    out.println("step  session  engine");
    for (int step = 0; step < 60; step += step < 5 ? 1 : 5) {
      out.printf(
          Locale.ROOT,
          "%4d  %7.4f  %6.4f%n",
          step,
          result.sessionLosses().get(step),
          result.engineLosses().get(step));
    }
    out.printf(
        Locale.ROOT,
        "training step: session %.2f ms, engine %.2f ms, ratio %.1f%n",
        result.sessionMillis(),
        result.engineMillis(),
        result.ratio());
  }
}
