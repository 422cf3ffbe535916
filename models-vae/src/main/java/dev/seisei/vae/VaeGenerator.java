package dev.seisei.vae;

import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.LatentVariableModel;
import dev.seisei.core.sample.ImageInput;
import dev.seisei.core.sample.Images;
import dev.seisei.core.sample.Sample;
import dev.seisei.core.settings.Picture;
import dev.seisei.core.settings.Require;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.random.RandomNumbers;
import dev.seisei.vae.network.ImageShape;
import dev.seisei.vae.network.RowPlan;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An opened VAE. Not thread-safe, but for {@link #check}. */
final class VaeGenerator implements Generator<VaeRequest>, LatentVariableModel {
  /** Rows of a run that decodes or encodes. */
  private static final int ROWS = 64;

  /** Rows of a run that weighs samples: large enough to be fast, small enough for the cache. */
  private static final int WEIGHED_ROWS = 500;

  private static final int NOISE_STREAM = 1;

  private final VaeConfig config;
  private final Map<String, Graph> functions;
  private final ParameterStore parameters;
  private final Device device;
  private final Map<String, RowPlan> plans = new HashMap<>();

  VaeGenerator(
      VaeConfig config, Map<String, Graph> functions, ParameterStore parameters, Device device) {
    this.config = config;
    this.functions = functions;
    this.parameters = parameters;
    this.device = device;
    plan("decode", ROWS);
  }

  @Override
  public void check(VaeRequest request) {
    if (!config.conditional()) {
      Require.that(
          request.label() == -1,
          "label",
          "label must be left out, this model has no classes; got " + request.label());
      return;
    }
    Require.inRange("label", request.label(), -1, config.classes() - 1);
    Require.that(
        request.label() >= 0 || request.mode() == VaeRequest.Mode.SAMPLE,
        "label",
        "label must be given for mode "
            + request.mode().toString().toLowerCase(java.util.Locale.ROOT)
            + ", in [0, "
            + (config.classes() - 1)
            + "]");
  }

  @Override
  public int rows(VaeRequest request) {
    return request.n();
  }

  @Override
  public int rowsPerRun() {
    return ROWS;
  }

  @Override
  public Sample generate(VaeRequest request, GenerationListener listener) {
    listener.throwIfCancelled();
    return generateTogether(List.of(request)).get(0);
  }

  @Override
  public List<Sample> generateTogether(List<VaeRequest> requests) {
    int dimensions = config.latentDim();
    int features = config.image().features();
    List<float[]> latents = new ArrayList<>();
    int rows = 0;
    for (VaeRequest request : requests) {
      check(request);
      latents.add(latents(request));
      rows += request.n();
    }
    float[] z = new float[Math.multiplyExact(rows, dimensions)];
    int[] labels = new int[rows];
    int row = 0;
    for (int i = 0; i < requests.size(); i++) {
      VaeRequest request = requests.get(i);
      System.arraycopy(latents.get(i), 0, z, row * dimensions, request.n() * dimensions);
      System.arraycopy(labels(request), 0, labels, row, request.n());
      row += request.n();
    }
    float[] pixels = decode(z, labels, rows);
    List<Sample> samples = new ArrayList<>();
    row = 0;
    for (VaeRequest request : requests) {
      float[] own = new float[request.n() * features];
      System.arraycopy(pixels, row * features, own, 0, own.length);
      samples.add(images(request, own));
      row += request.n();
    }
    return samples;
  }

  private int[] labels(VaeRequest request) {
    int[] labels = new int[request.n()];
    if (config.conditional()) {
      for (int i = 0; i < labels.length; i++) {
        labels[i] = request.label() >= 0 ? request.label() : i % config.classes();
      }
    }
    return labels;
  }

  private Images images(VaeRequest request, float[] pixels) {
    ImageShape shape = config.image();
    if (request.mode() != VaeRequest.Mode.RECONSTRUCT) {
      return new Images(request.n(), shape.channels(), shape.height(), shape.width(), pixels);
    }
    float[] seen = read("image", Objects.requireNonNull(request.image()));
    float[] all = new float[seen.length + pixels.length];
    System.arraycopy(seen, 0, all, 0, seen.length);
    System.arraycopy(pixels, 0, all, seen.length, pixels.length);
    return new Images(request.n() + 1, shape.channels(), shape.height(), shape.width(), all);
  }

  private float[] latents(VaeRequest request) {
    int n = request.n();
    int dimensions = config.latentDim();
    return switch (request.mode()) {
      case SAMPLE -> Latents.normal(n, dimensions, request.seed(), request.temperature());
      case RECONSTRUCT -> {
        Posterior q = encode("image", request.image(), request.label());
        float[] z = Latents.normal(n, dimensions, request.seed(), request.temperature());
        for (int i = 0; i < z.length; i++) {
          int d = i % dimensions;
          z[i] = (float) (q.mean()[d] + Math.exp(0.5 * q.logVariance()[d]) * z[i]);
        }
        yield z;
      }
      case INTERPOLATE -> {
        float[][] ends = ends(request);
        yield Latents.spherical(ends[0], ends[1], n);
      }
      case WALK -> {
        float[][] axes = pair(request);
        yield Latents.circle(axes[0], axes[1], n);
      }
    };
  }

  private float[][] ends(VaeRequest request) {
    if (request.image() == null) {
      return pair(request);
    }
    return new float[][] {
      encode("image", request.image(), request.label()).mean(),
      encode("image_to", request.imageTo(), request.label()).mean()
    };
  }

  /** Two latents of the prior. */
  private float[][] pair(VaeRequest request) {
    int dimensions = config.latentDim();
    float[] both = Latents.normal(2, dimensions, request.seed(), request.temperature());
    float[][] pair = new float[2][dimensions];
    System.arraycopy(both, 0, pair[0], 0, dimensions);
    System.arraycopy(both, dimensions, pair[1], 0, dimensions);
    return pair;
  }

  private float[] read(String field, Picture picture) {
    ImageShape shape = config.image();
    return ImageInput.read(field, picture, shape.channels(), shape.height(), shape.width());
  }

  private record Posterior(float[] mean, float[] logVariance) {}

  private Posterior encode(String field, @Nullable Picture picture, int label) {
    return encode(read(field, Objects.requireNonNull(picture)), new int[] {label}, 1);
  }

  private Posterior encode(float[] examples, int[] labels, int rows) {
    Map<String, float[]> q =
        plan("encode", ROWS).run(rows, withLabels(VaeGraph.X, examples, labels));
    return new Posterior(
        Objects.requireNonNull(q.get(VaeGraph.MEAN)),
        Objects.requireNonNull(q.get(VaeGraph.LOG_VARIANCE)));
  }

  private float[] decode(float[] z, int[] labels, int rows) {
    Map<String, float[]> decoded =
        plan("decode", ROWS).run(rows, withLabels(VaeGraph.Z, z, labels));
    return Objects.requireNonNull(decoded.get(VaeGraph.PIXELS));
  }

  private Map<String, ?> withLabels(String name, float[] values, int[] labels) {
    return config.conditional()
        ? Map.of(name, values, VaeGraph.LABEL, labels)
        : Map.of(name, values);
  }

  private RowPlan plan(String function, int rows) {
    return plans.computeIfAbsent(
        function,
        name -> new RowPlan(Objects.requireNonNull(functions.get(name)), parameters, device, rows));
  }

  @Override
  public Likelihood likelihood() {
    return config.likelihood();
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
    return decode(encode(examples, labels, rows).mean(), labels, rows);
  }

  @Override
  public double[][] logWeights(float[] examples, int[] labels, int samples, long seed, long first) {
    int features = config.image().features();
    int dimensions = config.latentDim();
    int count = examples.length / features;
    Posterior q = encode(examples, labels, count);
    RowPlan plan = plan("log_weights", WEIGHED_ROWS);
    int rows = plan.size();
    FloatBuffer x = floats(plan, VaeGraph.X);
    FloatBuffer mean = floats(plan, VaeGraph.MEAN);
    FloatBuffer logVariance = floats(plan, VaeGraph.LOG_VARIANCE);
    FloatBuffer noise = floats(plan, VaeGraph.NOISE);
    double[][] weights = new double[count][samples];
    RandomNumbers random = new RandomNumbers(seed, first, NOISE_STREAM);
    float[] drawn = new float[rows * dimensions];
    int[] held = new int[rows];
    java.util.Arrays.fill(held, -1);
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
            mean.put(row * dimensions, q.mean(), example * dimensions, dimensions);
            logVariance.put(row * dimensions, q.logVariance(), example * dimensions, dimensions);
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
    plans.values().forEach(RowPlan::close);
    plans.clear();
    parameters.close();
  }
}
