package dev.seisei.vae.autoencoder;

import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.Reconstruction;
import dev.seisei.core.sample.Sample;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.vae.latent.Codec;
import dev.seisei.vae.latent.LatentImages;
import dev.seisei.vae.latent.LatentRequest;
import dev.seisei.vae.network.ImageShape;
import dev.seisei.vae.network.RowPlan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** An opened autoencoder. Not thread-safe, but for {@link #check}. */
final class AutoencoderGenerator implements Generator<LatentRequest>, Reconstruction, Codec {
  /** Rows of a run. */
  private static final int ROWS = 64;

  private final AutoencoderConfig config;
  private final Map<String, Graph> functions;
  private final ParameterStore parameters;
  private final Device device;
  private final LatentImages images;
  private final Map<String, RowPlan> plans = new HashMap<>();

  AutoencoderGenerator(
      AutoencoderConfig config,
      Map<String, Graph> functions,
      ParameterStore parameters,
      Device device) {
    this.config = config;
    this.functions = functions;
    this.parameters = parameters;
    this.device = device;
    this.images = new LatentImages(config.image(), 0, config.latentDim(), this);
    plan("decode");
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
    return Objects.requireNonNull(plan(function).run(rows, Map.of(input, values)).get(output));
  }

  private RowPlan plan(String function) {
    return plans.computeIfAbsent(
        function,
        name -> new RowPlan(Objects.requireNonNull(functions.get(name)), parameters, device, ROWS));
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
    plans.values().forEach(RowPlan::close);
    plans.clear();
    parameters.close();
  }
}
