package dev.seisei.gan.dcgan;

import dev.seisei.core.dataset.ImageShape;
import dev.seisei.core.model.Functions;
import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.ImageSampler;
import dev.seisei.core.model.RowPlan;
import dev.seisei.core.sample.Sample;
import dev.seisei.gan.latent.GanImages;
import dev.seisei.gan.latent.GanRequest;
import dev.seisei.gan.latent.LatentDecoder.Latent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** An opened DCGAN. Not thread-safe, but for {@link #check}. */
final class DcganGenerator implements Generator<GanRequest>, ImageSampler {
  /** Rows of a run. */
  private static final int ROWS = 64;

  private final DcganConfig config;
  private final Functions functions;
  private final GanImages images;

  /**
   * @param functions closed with this, also if it cannot be made
   */
  DcganGenerator(DcganConfig config, Functions functions) {
    this.config = config;
    this.functions = functions;
    this.images = new GanImages(config.image(), config.classes(), config.latentDim(), this::decode);
    functions.orClose(this::plan);
  }

  private RowPlan plan() {
    Map<String, Integer> widths = new HashMap<>();
    widths.put(DcganGraph.Z, config.latentDim());
    widths.put(DcganGraph.PIXELS, config.image().features());
    if (config.conditional()) {
      widths.put(DcganGraph.LABEL, 1);
    }
    return functions.plan("generate", ROWS, widths);
  }

  private float[] decode(Latent latent) {
    float[] z = latent.z();
    for (int i = 0; i < z.length; i++) {
      z[i] *= latent.truncation()[i / config.latentDim()];
    }
    Map<String, ?> inputs =
        config.conditional()
            ? Map.of(DcganGraph.Z, z, DcganGraph.LABEL, latent.labels())
            : Map.of(DcganGraph.Z, z);
    return Objects.requireNonNull(plan().run(latent.rows(), inputs).get(DcganGraph.PIXELS));
  }

  @Override
  public void check(GanRequest request) {
    images.check(request);
  }

  @Override
  public int rows(GanRequest request) {
    return request.n();
  }

  @Override
  public int rowsPerRun() {
    return ROWS;
  }

  @Override
  public Sample generate(GanRequest request, GenerationListener listener) {
    listener.throwIfCancelled();
    return generateTogether(List.of(request)).get(0);
  }

  @Override
  public List<Sample> generateTogether(List<GanRequest> requests) {
    return images.generate(requests);
  }

  @Override
  public ImageShape image() {
    return config.image();
  }

  @Override
  public int classes() {
    return config.classes();
  }

  @Override
  public float[] sample(int[] labels, long seed, long first) {
    return images.sample(labels, seed, first);
  }

  @Override
  public void close() {
    functions.close();
  }
}
