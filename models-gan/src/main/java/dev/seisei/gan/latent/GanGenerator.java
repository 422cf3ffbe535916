package dev.seisei.gan.latent;

import dev.seisei.core.dataset.ImageShape;
import dev.seisei.core.model.Functions;
import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.ImageSampler;
import dev.seisei.core.sample.Sample;
import dev.seisei.core.settings.Require;
import java.util.List;

/** An opened generator of images. Not thread-safe, but for {@link #check}. */
public final class GanGenerator implements Generator<GanRequest>, ImageSampler {
  private final ImageShape image;
  private final int classes;
  private final boolean discovered;
  private final Functions functions;
  private final GanImages images;

  /** ψ of what {@link #sample} draws. */
  private final double truncation;

  /**
   * @param classes that the model is told; 0 if it is told none
   * @param discovered whether it found them by itself
   * @param dimensions of the latent space
   * @param functions closed with this, also if it cannot be made
   * @param decoder over these functions
   */
  public GanGenerator(
      ImageShape image,
      int classes,
      boolean discovered,
      int dimensions,
      Functions functions,
      LatentDecoder decoder) {
    this.image = image;
    this.classes = classes;
    this.discovered = discovered;
    this.functions = functions;
    this.images = new GanImages(image, classes, dimensions, decoder);
    this.truncation = 1;
    functions.orClose(decoder::prepare);
  }

  /** The same, over the same functions, with truncated samples. */
  private GanGenerator(GanGenerator other, double truncation) {
    this.image = other.image;
    this.classes = other.classes;
    this.discovered = other.discovered;
    this.functions = other.functions;
    this.images = other.images;
    this.truncation = truncation;
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
    return LatentDecoder.ROWS;
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
    return image;
  }

  @Override
  public int classes() {
    return classes;
  }

  @Override
  public boolean discovered() {
    return discovered;
  }

  @Override
  public ImageSampler truncated(double truncation) {
    Require.inRange("truncation", truncation, 0, 1);
    return new GanGenerator(this, truncation);
  }

  @Override
  public float[] sample(int[] labels, long seed, long first) {
    return images.sample(labels, seed, first, truncation);
  }

  @Override
  public void close() {
    functions.close();
  }
}
