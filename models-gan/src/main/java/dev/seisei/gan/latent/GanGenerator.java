package dev.seisei.gan.latent;

import dev.seisei.core.dataset.ImageShape;
import dev.seisei.core.model.Functions;
import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.ImageSampler;
import dev.seisei.core.sample.Sample;
import java.util.List;

/** An opened generator of images. Not thread-safe, but for {@link #check}. */
public final class GanGenerator implements Generator<GanRequest>, ImageSampler {
  private final ImageShape image;
  private final int classes;
  private final Functions functions;
  private final GanImages images;

  /**
   * @param classes that the model is told; 0 if it is told none
   * @param dimensions of the latent space
   * @param functions closed with this, also if it cannot be made
   * @param decoder over these functions
   */
  public GanGenerator(
      ImageShape image, int classes, int dimensions, Functions functions, LatentDecoder decoder) {
    this.image = image;
    this.classes = classes;
    this.functions = functions;
    this.images = new GanImages(image, classes, dimensions, decoder);
    functions.orClose(decoder::prepare);
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
  public float[] sample(int[] labels, long seed, long first) {
    return images.sample(labels, seed, first);
  }

  @Override
  public void close() {
    functions.close();
  }
}
