package dev.seisei.gan.deepdream;

import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Generator;
import dev.seisei.core.sample.ImageFile;
import dev.seisei.core.sample.ImageInput;
import dev.seisei.core.sample.Images;
import dev.seisei.core.sample.Sample;
import dev.seisei.core.sample.Scaling;
import dev.seisei.core.settings.Require;
import dev.seisei.engine.random.RandomNumbers;
import dev.seisei.gan.perception.FeatureNetwork;
import dev.seisei.gan.perception.PictureSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An opened dreamer. Not thread-safe, but for {@link #check}. */
final class DeepDreamGenerator implements Generator<DeepDreamRequest> {
  private static final int JITTER_STREAM = 1;

  /** Steps from one partial picture to the next. */
  private static final int PARTIAL_EVERY = 10;

  private final FeatureNetwork network;
  private final String layer;

  /** Of the layer that was asked for last: few change it, and each has its own plans. */
  private @Nullable Ascent ascent;

  /**
   * @param network closed with this
   * @throws dev.seisei.core.settings.SettingException if the configuration's layer is none of it
   */
  DeepDreamGenerator(DeepDreamConfig config, FeatureNetwork network) {
    this.network = network;
    List<String> layers = network.layers();
    this.layer =
        config.layer().isEmpty()
            ? layers.get(layers.size() - 1)
            : network.layer("layer", config.layer());
  }

  @Override
  public void check(DeepDreamRequest request) {
    Require.that(request.image() != null, "image", "image must be given to dream of it, got none");
    layer(request);
  }

  private String layer(DeepDreamRequest request) {
    return request.layer().isEmpty() ? layer : network.layer("layer", request.layer());
  }

  @Override
  public Sample generate(DeepDreamRequest request, GenerationListener listener) {
    check(request);
    ImageFile file = ImageInput.decode("image", Objects.requireNonNull(request.image()));
    PictureSize whole = PictureSize.of(file, request.size());
    List<PictureSize> octaves = octaves(request, whole);
    float[] base = file.pixels(3, whole.height(), whole.width());
    Ascent climb = ascent(layer(request));
    long total = (long) request.steps() * octaves.size();
    long done = 0;
    float[] detail = new float[whole.numbers()];
    PictureSize before = whole;
    for (PictureSize octave : octaves) {
      // What was dreamt at the smaller size is carried over; what is there only at this size comes
      // from the picture itself.
      detail = scaled(detail, before, octave);
      float[] unchanged = scaled(base, whole, octave);
      float[] picture = sum(unchanged, detail);
      for (int step = 0; step < request.steps(); step++) {
        listener.throwIfCancelled();
        int[] shift = shift(request, done);
        double strength =
            climb.step(
                picture, octave, shift[0], shift[1], request.stepSize(), request.totalVariation());
        done++;
        listener.at(done, total, String.format(Locale.ROOT, "%s, strength %.3f", octave, strength));
        if (done % PARTIAL_EVERY == 0 && done < total) {
          listener.partial(
              images(sum(base, scaled(difference(picture, unchanged), octave, whole)), whole));
        }
      }
      detail = difference(picture, unchanged);
      before = octave;
    }
    return images(sum(base, detail), whole);
  }

  /**
   * The sizes, from the smallest on.
   *
   * @throws dev.seisei.core.settings.SettingException if the layer sees nothing in the smallest
   */
  private List<PictureSize> octaves(DeepDreamRequest request, PictureSize whole) {
    String chosen = layer(request);
    Require.that(
        network.sees(chosen, whole),
        "size",
        "size must be larger: in a picture of %s layer %s sees nothing, got %d"
            .formatted(whole, chosen, request.size()));
    List<PictureSize> sizes = new ArrayList<>();
    for (int octave = request.octaves() - 1; octave >= 0; octave--) {
      sizes.add(whole.times(Math.pow(request.octaveScale(), -octave)));
    }
    Require.that(
        network.sees(chosen, sizes.get(0)),
        "octaves",
        "octaves must be fewer, or size larger: in the smallest, of %s, layer %s sees nothing;"
                .formatted(sizes.get(0), chosen)
            + " got "
            + request.octaves());
    return sizes;
  }

  private Ascent ascent(String chosen) {
    Ascent known = ascent;
    if (known != null && known.layer().equals(chosen)) {
      return known;
    }
    if (known != null) {
      ascent = null;
      known.close();
    }
    Ascent fresh = new Ascent(network, chosen);
    ascent = fresh;
    return fresh;
  }

  /** By how much a step moves what the network looks at: two numbers in [−jitter, jitter]. */
  private static int[] shift(DeepDreamRequest request, long step) {
    double[] uniform = new double[2];
    new RandomNumbers(request.seed(), step, JITTER_STREAM).uniform(uniform);
    int[] shift = new int[2];
    for (int i = 0; i < 2; i++) {
      shift[i] = (int) Math.floor(uniform[i] * (2 * request.jitter() + 1)) - request.jitter();
    }
    return shift;
  }

  private static float[] scaled(float[] planes, PictureSize from, PictureSize to) {
    return Scaling.scale(planes, 3, from.height(), from.width(), to.height(), to.width());
  }

  private static float[] sum(float[] picture, float[] detail) {
    float[] sum = new float[picture.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = Math.min(Math.max(picture[i] + detail[i], 0), 1);
    }
    return sum;
  }

  private static float[] difference(float[] picture, float[] unchanged) {
    float[] difference = new float[picture.length];
    for (int i = 0; i < difference.length; i++) {
      difference[i] = picture[i] - unchanged[i];
    }
    return difference;
  }

  private static Images images(float[] picture, PictureSize size) {
    return new Images(1, 3, size.height(), size.width(), picture);
  }

  @Override
  public void close() {
    if (ascent != null) {
      ascent.close();
      ascent = null;
    }
    network.close();
  }
}
