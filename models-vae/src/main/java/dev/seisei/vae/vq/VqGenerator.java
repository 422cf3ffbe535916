package dev.seisei.vae.vq;

import dev.seisei.core.dataset.ImageShape;
import dev.seisei.core.model.Functions;
import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.Reconstruction;
import dev.seisei.core.model.RowPlan;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.sample.ImageInput;
import dev.seisei.core.sample.Images;
import dev.seisei.core.sample.Sample;
import dev.seisei.core.settings.Picture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An opened VQ-VAE. Not thread-safe, but for {@link #check}. */
final class VqGenerator implements Generator<VqRequest>, Reconstruction {
  /** Rows of a run that encodes or decodes. */
  private static final int ROWS = 64;

  /** Rows of a run of the prior, of which an image takes as many as it has positions. */
  private static final int DRAWN_ROWS = 16;

  private final VqConfig config;
  private final Functions functions;

  /**
   * @param functions closed with this, also if it cannot be made
   */
  VqGenerator(VqConfig config, Functions functions) {
    this.config = config;
    this.functions = functions;
    functions.orClose(
        () -> {
          next();
          plan("decode", VqGraph.CODES, VqGraph.PIXELS);
        });
  }

  private RowPlan next() {
    int logits = Math.multiplyExact(config.positions(), config.codes());
    return functions.plan(
        "next", DRAWN_ROWS, Map.of(VqGraph.CODES, config.positions(), VqGraph.LOGITS, logits));
  }

  @Override
  public int rows(VqRequest request) {
    return Math.max(1, request.drawn());
  }

  @Override
  public int rowsPerRun() {
    return DRAWN_ROWS;
  }

  @Override
  public Sample generate(VqRequest request, GenerationListener listener) {
    return generate(List.of(request), listener).get(0);
  }

  @Override
  public List<Sample> generateTogether(List<VqRequest> requests) {
    return generate(requests, Progress.SILENT);
  }

  private List<Sample> generate(List<VqRequest> requests, Progress progress) {
    List<CodeSampler.Row> rows = new ArrayList<>();
    for (VqRequest request : requests) {
      for (int i = 0; i < request.drawn(); i++) {
        rows.add(new CodeSampler.Row(request.seed(), i, request.temperature()));
      }
    }
    int[] drawn = new CodeSampler(next(), config.positions(), config.codes()).draw(rows, progress);
    List<Sample> samples = new ArrayList<>();
    int from = 0;
    for (VqRequest request : requests) {
      progress.throwIfCancelled();
      int to = from + request.drawn() * config.positions();
      samples.add(images(pixels(request, Arrays.copyOfRange(drawn, from, to))));
      from = to;
    }
    return samples;
  }

  private Images images(float[] pixels) {
    ImageShape shape = config.image();
    return new Images(
        pixels.length / shape.features(), shape.channels(), shape.height(), shape.width(), pixels);
  }

  /**
   * What a request asks for.
   *
   * @param drawn the codes that the prior gave for it
   */
  private float[] pixels(VqRequest request, int[] drawn) {
    return switch (request.mode()) {
      case SAMPLE -> decode(drawn);
      case RECONSTRUCT -> {
        float[] picture = read("image", request.image());
        yield joined(picture, decode(codes(picture)));
      }
      case INTERPOLATE -> {
        float[] ends =
            request.image() == null
                ? decode(drawn)
                : joined(read("image", request.image()), read("image_to", request.imageTo()));
        yield decode(nearest(mixtures(encode(ends), request.n())));
      }
    };
  }

  private float[] read(String field, @Nullable Picture picture) {
    ImageShape shape = config.image();
    return ImageInput.read(
        field, Objects.requireNonNull(picture), shape.channels(), shape.height(), shape.width());
  }

  private static float[] joined(float[] first, float[] second) {
    float[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** n rows in equal steps from the first of two rows to the second. */
  private static float[] mixtures(float[] ends, int n) {
    int width = ends.length / 2;
    float[] rows = new float[Math.multiplyExact(n, width)];
    for (int row = 0; row < n; row++) {
      double share = n == 1 ? 0 : row / (n - 1.0);
      for (int i = 0; i < width; i++) {
        rows[row * width + i] = (float) ((1 - share) * ends[i] + share * ends[width + i]);
      }
    }
    return rows;
  }

  /** Images as features: [rows, C·H·W] to [rows, L·D]. */
  private float[] encode(float[] images) {
    int rows = images.length / config.image().features();
    return run("encode", rows, VqGraph.X, images, VqGraph.FEATURES);
  }

  /** The nearest codes of features: [rows, L·D] to [rows, L]. */
  private int[] nearest(float[] features) {
    int rows = features.length / (config.positions() * config.codeDim());
    float[] codes = run("nearest", rows, VqGraph.FEATURES, features, VqGraph.CODES);
    int[] indices = new int[codes.length];
    Arrays.setAll(indices, i -> (int) codes[i]);
    return indices;
  }

  /** The codes of images: [rows, C·H·W] to [rows, L]. */
  int[] codes(float[] images) {
    return nearest(encode(images));
  }

  /** The images of codes: [rows, L] to [rows, C·H·W]. */
  private float[] decode(int[] codes) {
    return run("decode", codes.length / config.positions(), VqGraph.CODES, codes, VqGraph.PIXELS);
  }

  private float[] run(String function, int rows, String input, Object values, String output) {
    RowPlan plan = plan(function, input, output);
    return Objects.requireNonNull(plan.run(rows, Map.of(input, values)).get(output), output);
  }

  private RowPlan plan(String function, String input, String output) {
    return functions.plan(function, ROWS, Map.of(input, width(input), output, width(output)));
  }

  /** Numbers in a row of an input or an output. */
  private int width(String name) {
    return switch (name) {
      case VqGraph.X, VqGraph.PIXELS -> config.image().features();
      case VqGraph.FEATURES -> Math.multiplyExact(config.positions(), config.codeDim());
      default -> config.positions();
    };
  }

  @Override
  public int[] exampleShape() {
    ImageShape shape = config.image();
    return new int[] {shape.channels(), shape.height(), shape.width()};
  }

  @Override
  public int classes() {
    return 0;
  }

  @Override
  public float[] reconstruct(float[] examples, int[] labels) {
    return decode(codes(examples));
  }

  @Override
  public void close() {
    functions.close();
  }
}
