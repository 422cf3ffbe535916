package dev.seisei.vae.latent;

import dev.seisei.core.dataset.ImageShape;
import dev.seisei.core.model.Latents;
import dev.seisei.core.sample.ImageInput;
import dev.seisei.core.sample.Images;
import dev.seisei.core.sample.Sample;
import dev.seisei.core.settings.Picture;
import dev.seisei.core.settings.Require;
import dev.seisei.vae.latent.LatentRequest.Mode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes what requests ask for of a latent space; several requests share the decoder's runs. */
public final class LatentImages {
  private final ImageShape shape;
  private final int classes;
  private final int dimensions;
  private final Codec codec;

  /**
   * @param classes that the model is told; 0 if it is told none
   * @param dimensions of the latent space
   */
  public LatentImages(ImageShape shape, int classes, int dimensions, Codec codec) {
    this.shape = shape;
    this.classes = classes;
    this.dimensions = dimensions;
    this.codec = codec;
  }

  /**
   * Checks that a model with these classes can do what is asked for.
   *
   * @throws dev.seisei.core.settings.SettingException if it cannot
   */
  public void check(LatentRequest request) {
    if (classes == 0) {
      Require.that(
          request.label() == -1,
          "label",
          "label must be left out, this model has no classes; got " + request.label());
      return;
    }
    Require.inRange("label", request.label(), -1, classes - 1);
    Require.that(
        request.label() >= 0 || request.mode() == Mode.SAMPLE,
        "label",
        "label must be given for mode "
            + request.mode().toString().toLowerCase(Locale.ROOT)
            + ", in [0, "
            + (classes - 1)
            + "]");
  }

  /** A sample for each request, in order. */
  public List<Sample> generate(List<LatentRequest> requests) {
    requests.forEach(this::check);
    int rows = requests.stream().mapToInt(LatentRequest::n).sum();
    float[] z = new float[Math.multiplyExact(rows, dimensions)];
    int[] labels = new int[rows];
    List<float[]> seen = requests.stream().map(this::seen).toList();
    int row = 0;
    for (int r = 0; r < requests.size(); r++) {
      LatentRequest request = requests.get(r);
      System.arraycopy(
          latents(request, seen.get(r)), 0, z, row * dimensions, request.n() * dimensions);
      for (int i = 0; i < request.n(); i++) {
        labels[row + i] = label(request, i);
      }
      row += request.n();
    }
    float[] pixels = codec.decode(z, labels, rows);
    List<Sample> samples = new ArrayList<>();
    row = 0;
    for (int r = 0; r < requests.size(); r++) {
      int from = row * shape.features();
      row += requests.get(r).n();
      samples.add(images(seen.get(r), Arrays.copyOfRange(pixels, from, row * shape.features())));
    }
    return samples;
  }

  /** The class of the i-th image. */
  private int label(LatentRequest request, int i) {
    if (classes == 0) {
      return 0;
    }
    return request.label() >= 0 ? request.label() : i % classes;
  }

  /** The picture that is shown before what is made of it; nothing in other modes. */
  private float[] seen(LatentRequest request) {
    return request.mode() == Mode.RECONSTRUCT ? read("image", request.image()) : new float[0];
  }

  private Images images(float[] seen, float[] pixels) {
    float[] all = Arrays.copyOf(seen, seen.length + pixels.length);
    System.arraycopy(pixels, 0, all, seen.length, pixels.length);
    return new Images(
        all.length / shape.features(), shape.channels(), shape.height(), shape.width(), all);
  }

  private float[] latents(LatentRequest request, float[] seen) {
    int n = request.n();
    return switch (request.mode()) {
      case SAMPLE -> codec.prior(noise(request, n));
      case RECONSTRUCT -> around(encode(seen, request.label()), request);
      case INTERPOLATE -> {
        float[][] ends = request.image() == null ? pair(request) : pictured(request);
        yield Latents.spherical(ends[0], ends[1], n);
      }
      case WALK -> {
        float[] noise = noise(request, 2);
        yield codec.prior(
            Latents.circle(
                Arrays.copyOf(noise, dimensions),
                Arrays.copyOfRange(noise, dimensions, 2 * dimensions),
                n));
      }
    };
  }

  private float[] noise(LatentRequest request, int n) {
    return Latents.normal(n, dimensions, request.seed(), request.temperature());
  }

  /** Draws from the distribution of one picture's latents. */
  private float[] around(Codec.Posterior q, LatentRequest request) {
    float[] z = noise(request, request.n());
    for (int i = 0; i < z.length; i++) {
      int d = i % dimensions;
      z[i] = q.mean()[d] + q.deviation()[d] * z[i];
    }
    return z;
  }

  private float[][] pictured(LatentRequest request) {
    return new float[][] {
      encode(read("image", request.image()), request.label()).mean(),
      encode(read("image_to", request.imageTo()), request.label()).mean()
    };
  }

  private float[][] pair(LatentRequest request) {
    float[] both = codec.prior(noise(request, 2));
    return new float[][] {
      Arrays.copyOf(both, dimensions), Arrays.copyOfRange(both, dimensions, 2 * dimensions)
    };
  }

  private Codec.Posterior encode(float[] picture, int label) {
    return codec.encode(picture, new int[] {Math.max(label, 0)}, 1);
  }

  private float[] read(String field, @Nullable Picture picture) {
    return ImageInput.read(
        field, Objects.requireNonNull(picture), shape.channels(), shape.height(), shape.width());
  }
}
