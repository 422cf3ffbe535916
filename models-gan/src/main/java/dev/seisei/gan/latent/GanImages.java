package dev.seisei.gan.latent;

import dev.seisei.core.dataset.ImageShape;
import dev.seisei.core.model.Latents;
import dev.seisei.core.sample.Images;
import dev.seisei.core.sample.Sample;
import dev.seisei.core.settings.Require;
import dev.seisei.gan.latent.LatentDecoder.Latent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes what requests ask for of a latent space; several requests share the generator's runs. */
public final class GanImages {
  private final ImageShape shape;
  private final int classes;
  private final int dimensions;
  private final LatentDecoder decoder;

  /**
   * @param classes that the model is told; 0 if it is told none
   * @param dimensions of the latent space
   */
  public GanImages(ImageShape shape, int classes, int dimensions, LatentDecoder decoder) {
    this.shape = shape;
    this.classes = classes;
    this.dimensions = dimensions;
    this.decoder = decoder;
  }

  /**
   * Checks that a model with these classes and dimensions can do what is asked for.
   *
   * @throws dev.seisei.core.settings.SettingException if it cannot
   */
  public void check(GanRequest request) {
    if (classes == 0) {
      Require.that(
          request.label() == -1,
          "label",
          "label must be left out, this model has no classes; got " + request.label());
    } else {
      Require.that(
          request.label() >= -1 && request.label() < classes,
          "label",
          "label must be in [0, %d], or -1 for the classes in turn, got %d"
              .formatted(classes - 1, request.label()));
    }
    GivenLatent.of("latent", request.latent(), dimensions);
    GivenLatent.of("latent_to", request.latentTo(), dimensions);
  }

  /** A sample for each request, in order. */
  public List<Sample> generate(List<GanRequest> requests) {
    requests.forEach(this::check);
    Latent latent = new Latent(requests.stream().mapToInt(GanRequest::n).sum(), dimensions);
    int row = 0;
    for (GanRequest request : requests) {
      System.arraycopy(latents(request), 0, latent.z(), row * dimensions, request.n() * dimensions);
      for (int i = 0; i < request.n(); i++) {
        latent.labels()[row] = label(request, i);
        latent.truncation()[row] = (float) request.truncation();
        latent.seeds()[row] = request.seed();
        // Between latents the noise stays, so that only what lies between them changes.
        latent.positions()[row] = request.mode() == GanRequest.Mode.SAMPLE ? i : 0;
        row++;
      }
    }
    float[] pixels = decoder.decode(latent);
    List<Sample> samples = new ArrayList<>();
    int from = 0;
    for (GanRequest request : requests) {
      int until = from + request.n() * shape.features();
      samples.add(
          new Images(
              request.n(),
              shape.channels(),
              shape.height(),
              shape.width(),
              Arrays.copyOfRange(pixels, from, until)));
      from = until;
    }
    return samples;
  }

  /**
   * Images of new latents, as {@link dev.seisei.core.model.ImageSampler} draws them.
   *
   * @param truncation ψ
   */
  public float[] sample(int[] labels, long seed, long first, double truncation) {
    Latent latent = new Latent(labels.length, dimensions);
    float[] z = Latents.normal(first, labels.length, dimensions, seed, 1);
    System.arraycopy(z, 0, latent.z(), 0, z.length);
    System.arraycopy(labels, 0, latent.labels(), 0, labels.length);
    Arrays.fill(latent.truncation(), (float) truncation);
    Arrays.fill(latent.seeds(), seed);
    Arrays.setAll(latent.positions(), i -> first + i);
    return decoder.decode(latent);
  }

  /** The class of the i-th image. */
  private int label(GanRequest request, int i) {
    if (classes == 0) {
      return 0;
    }
    boolean between = request.mode() != GanRequest.Mode.SAMPLE;
    return request.label() >= 0 ? request.label() : between ? 0 : i % classes;
  }

  private float[] latents(GanRequest request) {
    float[] given = GivenLatent.of("latent", request.latent(), dimensions);
    return switch (request.mode()) {
      case SAMPLE -> given.length > 0 ? given : normal(request, request.n());
      case INTERPOLATE -> {
        float[] drawn = normal(request, 2);
        float[] to = GivenLatent.of("latent_to", request.latentTo(), dimensions);
        yield Latents.spherical(
            given.length > 0 ? given : Arrays.copyOf(drawn, dimensions),
            to.length > 0 ? to : Arrays.copyOfRange(drawn, dimensions, 2 * dimensions),
            request.n());
      }
      case WALK -> {
        float[] drawn = normal(request, 2);
        yield Latents.circle(
            Arrays.copyOf(drawn, dimensions),
            Arrays.copyOfRange(drawn, dimensions, 2 * dimensions),
            request.n());
      }
    };
  }

  private float[] normal(GanRequest request, int n) {
    return Latents.normal(n, dimensions, request.seed(), 1);
  }
}
