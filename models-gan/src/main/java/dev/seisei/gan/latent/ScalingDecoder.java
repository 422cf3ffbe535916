package dev.seisei.gan.latent;

import dev.seisei.core.dataset.ImageShape;
import dev.seisei.core.model.Functions;
import dev.seisei.core.model.RowPlan;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Decodes by a function {@code generate} from latents {@code z} and, with classes, {@code label} to
 * {@code pixels}. Latents are truncated by scaling them.
 */
public final class ScalingDecoder implements LatentDecoder {
  /** The function, its inputs, [batch, D] and [batch], and its output, [batch, C·H·W]. */
  public static final String FUNCTION = "generate";

  public static final String Z = "z";
  public static final String LABEL = "label";
  public static final String PIXELS = "pixels";

  private final Functions functions;
  private final int dimensions;
  private final boolean conditional;
  private final Map<String, Integer> widths = new HashMap<>();

  /**
   * @param classes that the model is told; 0 if it is told none
   * @param dimensions of the latent space
   */
  public ScalingDecoder(Functions functions, ImageShape image, int classes, int dimensions) {
    this.functions = functions;
    this.dimensions = dimensions;
    this.conditional = classes > 0;
    widths.put(Z, dimensions);
    widths.put(PIXELS, image.features());
    if (conditional) {
      widths.put(LABEL, 1);
    }
  }

  private RowPlan plan() {
    return functions.plan(FUNCTION, ROWS, widths);
  }

  @Override
  public void prepare() {
    plan();
  }

  @Override
  public float[] decode(Latent latent) {
    float[] z = latent.z().clone();
    for (int i = 0; i < z.length; i++) {
      z[i] *= latent.truncation()[i / dimensions];
    }
    Map<String, ?> inputs = conditional ? Map.of(Z, z, LABEL, latent.labels()) : Map.of(Z, z);
    return Objects.requireNonNull(plan().run(latent.rows(), inputs).get(PIXELS));
  }

  /** A generator that decodes so, told the classes of the data. */
  public static GanGenerator generator(
      ImageShape image, int classes, int dimensions, Functions functions) {
    return generator(image, classes, false, dimensions, functions);
  }

  /**
   * A generator that decodes so.
   *
   * @param discovered whether it found its classes by itself
   */
  public static GanGenerator generator(
      ImageShape image, int classes, boolean discovered, int dimensions, Functions functions) {
    return new GanGenerator(
        image,
        classes,
        discovered,
        dimensions,
        functions,
        new ScalingDecoder(functions, image, classes, dimensions));
  }
}
