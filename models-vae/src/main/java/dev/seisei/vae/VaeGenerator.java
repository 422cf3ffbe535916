package dev.seisei.vae;

import dev.seisei.core.dataset.ImageShape;
import dev.seisei.core.model.Functions;
import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.ImageSampler;
import dev.seisei.core.model.LatentVariableModel;
import dev.seisei.core.model.Latents;
import dev.seisei.core.model.RowPlan;
import dev.seisei.core.sample.Sample;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.random.RandomNumbers;
import dev.seisei.vae.latent.Codec;
import dev.seisei.vae.latent.LatentImages;
import dev.seisei.vae.latent.LatentRequest;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** An opened VAE. Not thread-safe, but for {@link #check}. */
final class VaeGenerator
    implements Generator<LatentRequest>, LatentVariableModel, ImageSampler, Codec {
  /** Rows of a run that decodes or encodes. */
  private static final int ROWS = 64;

  /** Rows of a run that weighs samples: large enough to be fast, small enough for the cache. */
  private static final int WEIGHED_ROWS = 500;

  private static final int NOISE_STREAM = 1;

  private final VaeConfig config;
  private final Functions functions;
  private final LatentImages images;

  /**
   * @param functions closed with this, also if it cannot be made
   */
  VaeGenerator(VaeConfig config, Functions functions) {
    this.config = config;
    this.functions = functions;
    this.images = new LatentImages(config.image(), config.classes(), config.latentDim(), this);
    functions.orClose(this::decoder);
  }

  @Override
  public void check(LatentRequest request) {
    images.check(request);
  }

  @Override
  public int rows(LatentRequest request) {
    return request.n();
  }

  @Override
  public int rowsPerRun() {
    return ROWS;
  }

  @Override
  public Sample generate(LatentRequest request, GenerationListener listener) {
    listener.throwIfCancelled();
    return generateTogether(List.of(request)).get(0);
  }

  @Override
  public List<Sample> generateTogether(List<LatentRequest> requests) {
    return images.generate(requests);
  }

  @Override
  public Posterior encode(float[] examples, int[] labels, int rows) {
    Map<String, float[]> q = encoded(examples, labels, rows);
    float[] deviation = values(q, VaeGraph.LOG_VARIANCE);
    for (int i = 0; i < deviation.length; i++) {
      deviation[i] = (float) Math.exp(0.5 * deviation[i]);
    }
    return new Posterior(values(q, VaeGraph.MEAN), deviation);
  }

  @Override
  public float[] decode(float[] z, int[] labels, int rows) {
    return values(decoder().run(rows, withLabels(VaeGraph.Z, z, labels)), VaeGraph.PIXELS);
  }

  @Override
  public float[] prior(float[] noise) {
    return noise;
  }

  private Map<String, float[]> encoded(float[] examples, int[] labels, int rows) {
    return encoder().run(rows, withLabels(VaeGraph.X, examples, labels));
  }

  private static float[] values(Map<String, float[]> outputs, String name) {
    return Objects.requireNonNull(outputs.get(name), name);
  }

  private Map<String, ?> withLabels(String name, float[] values, int[] labels) {
    return config.conditional()
        ? Map.of(name, values, VaeGraph.LABEL, labels)
        : Map.of(name, values);
  }

  private RowPlan encoder() {
    int latents = config.latentDim();
    return functions.plan(
        "encode",
        ROWS,
        withLabel(
            Map.of(
                VaeGraph.X, config.image().features(),
                VaeGraph.MEAN, latents,
                VaeGraph.LOG_VARIANCE, latents)));
  }

  private RowPlan decoder() {
    return functions.plan(
        "decode",
        ROWS,
        withLabel(
            Map.of(VaeGraph.Z, config.latentDim(), VaeGraph.PIXELS, config.image().features())));
  }

  private RowPlan weigher() {
    int latents = config.latentDim();
    return functions.plan(
        "log_weights",
        WEIGHED_ROWS,
        withLabel(
            Map.of(
                VaeGraph.X, config.image().features(),
                VaeGraph.MEAN, latents,
                VaeGraph.LOG_VARIANCE, latents,
                VaeGraph.NOISE, latents,
                VaeGraph.LOG_WEIGHTS, 1)));
  }

  private Map<String, Integer> withLabel(Map<String, Integer> widths) {
    Map<String, Integer> all = new HashMap<>(widths);
    if (config.conditional()) {
      all.put(VaeGraph.LABEL, 1);
    }
    return all;
  }

  @Override
  public Likelihood likelihood() {
    return config.likelihood();
  }

  @Override
  public ImageShape image() {
    return config.image();
  }

  @Override
  public float[] sample(int[] labels, long seed, long first) {
    return decode(
        Latents.normal(first, labels.length, config.latentDim(), seed, 1), labels, labels.length);
  }

  @Override
  public int[] exampleShape() {
    ImageShape shape = config.image();
    return new int[] {shape.channels(), shape.height(), shape.width()};
  }

  @Override
  public int classes() {
    return config.classes();
  }

  @Override
  public float[] reconstruct(float[] examples, int[] labels) {
    int rows = examples.length / config.image().features();
    return decode(values(encoded(examples, labels, rows), VaeGraph.MEAN), labels, rows);
  }

  @Override
  public double[][] logWeights(float[] examples, int[] labels, int samples, long seed, long first) {
    int features = config.image().features();
    int dimensions = config.latentDim();
    int count = examples.length / features;
    Map<String, float[]> q = encoded(examples, labels, count);
    float[] means = values(q, VaeGraph.MEAN);
    float[] logVariances = values(q, VaeGraph.LOG_VARIANCE);
    RowPlan plan = weigher();
    int rows = plan.size();
    FloatBuffer x = floats(plan, VaeGraph.X);
    FloatBuffer mean = floats(plan, VaeGraph.MEAN);
    FloatBuffer logVariance = floats(plan, VaeGraph.LOG_VARIANCE);
    FloatBuffer noise = floats(plan, VaeGraph.NOISE);
    double[][] weights = new double[count][samples];
    RandomNumbers random = new RandomNumbers(seed, first, NOISE_STREAM);
    float[] drawn = new float[rows * dimensions];
    int[] held = new int[rows];
    Arrays.fill(held, -1);
    long pairs = Math.multiplyExact((long) count, (long) samples);
    for (long from = 0; from < pairs; from += rows) {
      int filled = (int) Math.min(rows, pairs - from);
      for (int row = 0; row < filled; ) {
        int example = (int) ((from + row) / samples);
        int sample = (int) ((from + row) % samples);
        int run = Math.min(filled - row, samples - sample);
        random.reset(seed, first + example, NOISE_STREAM);
        random.normal(drawn, run * dimensions, (long) sample * dimensions);
        noise.put(row * dimensions, drawn, 0, run * dimensions);
        for (int end = row + run; row < end; row++) {
          if (held[row] != example) {
            held[row] = example;
            x.put(row * features, examples, example * features, features);
            mean.put(row * dimensions, means, example * dimensions, dimensions);
            logVariance.put(row * dimensions, logVariances, example * dimensions, dimensions);
            if (config.conditional()) {
              plan.input(VaeGraph.LABEL).bytes().asIntBuffer().put(row, labels[example]);
            }
          }
        }
      }
      plan.run();
      Tensor result = plan.output(VaeGraph.LOG_WEIGHTS);
      for (int row = 0; row < filled; row++) {
        weights[(int) ((from + row) / samples)][(int) ((from + row) % samples)] =
            result.getDouble(row);
      }
    }
    return weights;
  }

  private static FloatBuffer floats(RowPlan plan, String input) {
    return plan.input(input).bytes().asFloatBuffer();
  }

  @Override
  public void close() {
    functions.close();
  }
}
