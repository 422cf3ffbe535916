package dev.seisei.cli.tiny;

import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Generator;
import dev.seisei.core.sample.Embeddings;
import dev.seisei.core.sample.Images;
import dev.seisei.core.sample.Sample;
import java.util.Objects;
import java.util.Random;

/** Images of two by two pixels around the mean grey level. */
public final class TinyGenerator implements Generator<TinyRequest> {
  private final double mean;

  TinyGenerator(double mean) {
    this.mean = mean;
  }

  public double mean() {
    return mean;
  }

  @Override
  public Sample generate(TinyRequest request, GenerationListener listener) {
    if (request.task() == TinyRequest.Task.WEIGH) {
      int bytes = Objects.requireNonNull(request.picture()).file().length;
      return new Embeddings(1, 1, new float[] {bytes});
    }
    Random random = new Random(request.seed());
    float[] pixels = new float[request.n() * 4];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) (mean + random.nextDouble());
    }
    return new Images(request.n(), 1, 2, 2, pixels);
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
