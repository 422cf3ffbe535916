package dev.seisei.gan.cyclegan;

import dev.seisei.core.dataset.ImageShape;
import dev.seisei.core.model.Functions;
import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.RowPlan;
import dev.seisei.core.sample.ImageInput;
import dev.seisei.core.sample.Images;
import dev.seisei.core.sample.Sample;
import dev.seisei.core.settings.SettingException;
import java.util.Map;
import java.util.Objects;

/** An opened CycleGAN. Not thread-safe, but for {@link #check}. */
final class CycleganGenerator implements Generator<TranslateRequest> {
  /** Rows of a run. */
  private static final int ROWS = 16;

  private final CycleganConfig config;
  private final Functions functions;

  /**
   * @param functions closed with this, also if it cannot be made
   */
  CycleganGenerator(CycleganConfig config, Functions functions) {
    this.config = config;
    this.functions = functions;
    functions.orClose(
        () -> {
          for (TranslateRequest.Direction direction : TranslateRequest.Direction.values()) {
            plan(direction);
          }
        });
  }

  private RowPlan plan(TranslateRequest.Direction direction) {
    int features = config.image().features();
    return functions.plan(
        CycleganGraph.name(direction),
        ROWS,
        Map.of(CycleganGraph.from(direction), features, CycleganGraph.to(direction), features));
  }

  @Override
  public void check(TranslateRequest request) {
    if (request.image() == null) {
      throw new SettingException("image", "image must be given to translate it, got none");
    }
  }

  @Override
  public Sample generate(TranslateRequest request, GenerationListener listener) {
    listener.throwIfCancelled();
    check(request);
    ImageShape shape = config.image();
    float[] pixels =
        ImageInput.read(
            "image",
            Objects.requireNonNull(request.image()),
            shape.channels(),
            shape.height(),
            shape.width());
    return new Images(
        1,
        shape.channels(),
        shape.height(),
        shape.width(),
        translate(request.direction(), pixels, 1));
  }

  /**
   * Translates images.
   *
   * @param images [rows, C, H, W], in [0, 1]
   * @return the same
   */
  float[] translate(TranslateRequest.Direction direction, float[] images, int rows) {
    Map<String, float[]> outputs =
        plan(direction).run(rows, Map.of(CycleganGraph.from(direction), images));
    return Objects.requireNonNull(outputs.get(CycleganGraph.to(direction)));
  }

  @Override
  public void close() {
    functions.close();
  }
}
