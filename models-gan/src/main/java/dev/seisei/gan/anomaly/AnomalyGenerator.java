package dev.seisei.gan.anomaly;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.dataset.ImageSet;
import dev.seisei.core.dataset.ImageShape;
import dev.seisei.core.model.AnomalyDetector;
import dev.seisei.core.model.Functions;
import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Generator;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.sample.ImageInput;
import dev.seisei.core.sample.Images;
import dev.seisei.core.sample.Sample;
import dev.seisei.core.sample.Table;
import dev.seisei.core.settings.Picture;
import dev.seisei.gan.latent.GanImages;
import dev.seisei.gan.latent.GanRequest;
import dev.seisei.gan.latent.LatentDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** An opened detector of anomalous images. Not thread-safe, but for {@link #check}. */
public final class AnomalyGenerator implements Generator<AnomalyRequest>, AnomalyDetector {
  /** Images that are scored at once. */
  private static final int PIECE = 512;

  private final ImageShape shape;
  private final int normalClass;
  private final Functions functions;
  private final GanImages images;
  private final Inspector inspector;

  /**
   * @param normalClass the class that the model was trained on; -1 if it was trained on all images
   * @param dimensions of the latent space
   * @param functions closed with this, also if it cannot be made
   * @param decoder over these functions
   * @param inspector over these functions; closed with this
   */
  public AnomalyGenerator(
      ImageShape shape,
      int normalClass,
      int dimensions,
      Functions functions,
      LatentDecoder decoder,
      Inspector inspector) {
    this.shape = shape;
    this.normalClass = normalClass;
    this.functions = functions;
    this.images = new GanImages(shape, 0, dimensions, decoder);
    this.inspector = inspector;
    functions.orClose(
        () -> {
          decoder.prepare();
          try {
            inspector.prepare();
          } catch (RuntimeException e) {
            inspector.close();
            throw e;
          }
        });
  }

  @Override
  public int rows(AnomalyRequest request) {
    return request.mode() == AnomalyRequest.Mode.SAMPLE ? request.n() : 1;
  }

  @Override
  public Sample generate(AnomalyRequest request, GenerationListener listener) {
    listener.throwIfCancelled();
    return switch (request.mode()) {
      case SAMPLE ->
          images
              .generate(
                  List.of(
                      new GanRequest(
                          GanRequest.Mode.SAMPLE, request.n(), request.seed(), -1, 1, "", "")))
              .get(0);
      case INSPECT -> picture(read(request), listener);
      case SCORE -> {
        double score = inspector.inspect(read(request), 1, listener).scores()[0];
        yield new Table(List.of("score"), List.of(List.of(score)));
      }
    };
  }

  private float[] read(AnomalyRequest request) {
    Picture picture = Objects.requireNonNull(request.image());
    return ImageInput.read("image", picture, shape.channels(), shape.height(), shape.width());
  }

  /** The image, what the generator makes of it, and how they differ at each pixel. */
  private Images picture(float[] image, Progress progress) {
    float[] near = inspector.inspect(image, 1, progress).reconstructions();
    float[] all = Arrays.copyOf(image, 3 * image.length);
    for (int i = 0; i < image.length; i++) {
      all[image.length + i] = near[i];
      all[2 * image.length + i] = Math.abs(image[i] - near[i]);
    }
    return new Images(3, shape.channels(), shape.height(), shape.width(), all);
  }

  @Override
  public boolean accepts(Dataset data) {
    return normalClass >= 0
        && data instanceof ImageDataset set
        && set.shape().equals(shape)
        && set.test().size() > 0
        && set.test().labelled();
  }

  @Override
  public Scores score(Dataset data, Progress progress) {
    ImageSet test = ((ImageDataset) data).test();
    double[] scores = new double[test.size()];
    boolean[] anomalous = new boolean[test.size()];
    for (int from = 0; from < scores.length; from += PIECE) {
      progress.throwIfCancelled();
      int[] piece = IntStream.range(from, Math.min(scores.length, from + PIECE)).toArray();
      double[] found = inspector.inspect(test.batch(piece), piece.length, progress).scores();
      for (int i = 0; i < piece.length; i++) {
        scores[piece[i]] = found[i];
        anomalous[piece[i]] = test.label(piece[i]) != normalClass;
      }
      progress.at(from + piece.length, scores.length, "images");
    }
    return new Scores(scores, anomalous);
  }

  @Override
  public void close() {
    inspector.close();
    functions.close();
  }
}
