package dev.seisei.gan.stylegan;

import dev.seisei.core.model.Functions;
import dev.seisei.core.model.RowPlan;
import dev.seisei.engine.random.RandomNumbers;
import dev.seisei.gan.latent.LatentDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Decodes by styles, which are truncated towards their mean, and each row's own noise. */
final class StyleDecoder implements LatentDecoder {
  private static final int NOISE_STREAM = 1;

  private final StyleganConfig config;
  private final Functions functions;

  StyleDecoder(StyleganConfig config, Functions functions) {
    this.config = config;
    this.functions = functions;
  }

  private RowPlan plan() {
    Map<String, Integer> widths = new HashMap<>();
    widths.put(StyleganGraph.Z, config.latentDim());
    widths.put(StyleganGraph.TRUNCATION, 1);
    widths.put(StyleganGraph.NOISE, config.noiseSize());
    widths.put(StyleganGraph.PIXELS, config.image().features());
    if (config.conditional()) {
      widths.put(StyleganGraph.LABEL, 1);
    }
    return functions.plan("generate", ROWS, widths);
  }

  @Override
  public void prepare() {
    plan();
  }

  @Override
  public float[] decode(Latent latent) {
    Map<String, Object> inputs = new HashMap<>();
    inputs.put(StyleganGraph.Z, latent.z());
    inputs.put(StyleganGraph.TRUNCATION, latent.truncation());
    inputs.put(StyleganGraph.NOISE, noise(latent));
    if (config.conditional()) {
      inputs.put(StyleganGraph.LABEL, latent.labels());
    }
    return Objects.requireNonNull(plan().run(latent.rows(), inputs).get(StyleganGraph.PIXELS));
  }

  /** Each row's own noise, by its seed and its position. */
  private float[] noise(Latent latent) {
    int size = config.noiseSize();
    float[] noise = new float[Math.multiplyExact(latent.rows(), size)];
    float[] row = new float[size];
    RandomNumbers random = new RandomNumbers(0, 0, NOISE_STREAM);
    for (int i = 0; i < latent.rows(); i++) {
      random.reset(latent.seeds()[i], latent.positions()[i], NOISE_STREAM);
      random.normal(row);
      System.arraycopy(row, 0, noise, i * size, size);
    }
    return noise;
  }
}
