package dev.seisei.vae.autoencoder;

import dev.seisei.core.dataset.ImageShape;
import dev.seisei.core.model.Functions;
import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.Reconstruction;
import dev.seisei.core.model.RowPlan;
import dev.seisei.core.sample.Sample;
import dev.seisei.vae.latent.Codec;
import dev.seisei.vae.latent.LatentImages;
import dev.seisei.vae.latent.LatentRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** An opened autoencoder. Not thread-safe, but for {@link #check}. */
final class AutoencoderGenerator implements Generator<LatentRequest>, Reconstruction, Codec {
  /** Rows of a run. */
  private static final int ROWS = 64;

  private final AutoencoderConfig config;
  private final Functions functions;
  private final LatentImages images;

  /**
   * @param functions closed with this, also if it cannot be made
   */
  AutoencoderGenerator(AutoencoderConfig config, Functions functions) {
    this.config = config;
    this.functions = functions;
    this.images = new LatentImages(config.image(), 0, config.latentDim(), this);
    functions.orClose(() -> plan("decode", AutoencoderGraph.Z, AutoencoderGraph.PIXELS));
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

  /** The code is certain: its deviation is 0. */
  @Override
  public Posterior encode(float[] examples, int[] labels, int rows) {
    float[] code = run("encode", AutoencoderGraph.X, examples, rows, AutoencoderGraph.Z);
    return new Posterior(code, new float[code.length]);
  }

  @Override
  public float[] decode(float[] z, int[] labels, int rows) {
    return run("decode", AutoencoderGraph.Z, z, rows, AutoencoderGraph.PIXELS);
  }

  @Override
  public float[] prior(float[] noise) {
    int rows = noise.length / config.latentDim();
    return run("prior", AutoencoderGraph.NOISE, noise, rows, AutoencoderGraph.Z);
  }

  private float[] run(String function, String input, float[] values, int rows, String output) {
    RowPlan plan = plan(function, input, output);
    return Objects.requireNonNull(plan.run(rows, Map.of(input, values)).get(output), output);
  }

  private RowPlan plan(String function, String input, String output) {
    return functions.plan(function, ROWS, Map.of(input, width(input), output, width(output)));
  }

  /** Numbers in a row of an input or an output. */
  private int width(String name) {
    boolean image = name.equals(AutoencoderGraph.X) || name.equals(AutoencoderGraph.PIXELS);
    return image ? config.image().features() : config.latentDim();
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
    int rows = examples.length / config.image().features();
    return decode(encode(examples, labels, rows).mean(), labels, rows);
  }

  @Override
  public void close() {
    functions.close();
  }
}
