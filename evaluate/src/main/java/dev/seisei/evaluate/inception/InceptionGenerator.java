package dev.seisei.evaluate.inception;

import dev.seisei.core.dataset.ImageShape;
import dev.seisei.core.features.ImageFeatures;
import dev.seisei.core.model.Functions;
import dev.seisei.core.settings.Require;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.nn.Params;
import dev.seisei.evaluate.classifier.PictureClassifier;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;

/** An opened Inception network. */
final class InceptionGenerator extends PictureClassifier {
  /** Rows of a run: an image takes 9 MB while it is looked at. */
  private static final int ROWS = 16;

  private static final ImageShape SHAPE =
      new ImageShape(3, InceptionGraph.EXTENT, InceptionGraph.EXTENT);

  InceptionGenerator(InceptionConfig config, Functions functions) {
    super(functions, ROWS, SHAPE, InceptionGraph.DIMENSIONS, config.classes());
  }

  /** Grey and colour of any size: scaled to 299×299, grey repeated over three channels. */
  @Override
  public ImageFeatures forImages(ImageShape extents) {
    Require.that(
        extents.channels() == 1 || extents.channels() == 3,
        "features",
        "features see grey images and colour, got " + extents.channels() + " channels");
    return extents.equals(SHAPE) ? this : new Scaled(this, extents);
  }

  @Override
  public List<String> layers() {
    return InceptionGraph.LAYERS;
  }

  @Override
  public Map<String, SDVariable> activations(Params params, SDVariable x) {
    return InceptionGraph.layers(params, x);
  }

  /** The network for images of other extents, scaled a run at a time. */
  private record Scaled(InceptionGenerator network, ImageShape image) implements ImageFeatures {
    @Override
    public int dimensions() {
      return network.dimensions();
    }

    @Override
    public int classes() {
      return network.classes();
    }

    @Override
    public String hash() {
      return network.hash();
    }

    @Override
    public Seen see(float[] images, int rows) {
      float[] features = new float[Math.multiplyExact(rows, dimensions())];
      float[] probabilities = new float[Math.multiplyExact(rows, classes())];
      float[] scaled = new float[ROWS * SHAPE.features()];
      Bilinear scaling = new Bilinear(image.height(), image.width(), SHAPE.height(), SHAPE.width());
      for (int from = 0; from < rows; from += ROWS) {
        int count = Math.min(ROWS, rows - from);
        for (int i = 0; i < count; i++) {
          scale(scaling, images, from + i, scaled, i);
        }
        Seen seen = network.see(scaled, count);
        System.arraycopy(seen.features(), 0, features, from * dimensions(), count * dimensions());
        System.arraycopy(
            seen.probabilities(), 0, probabilities, from * classes(), count * classes());
      }
      return new Seen(features, probabilities);
    }

    private void scale(Bilinear scaling, float[] images, int row, float[] scaled, int to) {
      int plane = image.height() * image.width();
      int wide = SHAPE.height() * SHAPE.width();
      for (int c = 0; c < SHAPE.channels(); c++) {
        int channel = image.channels() == 1 ? 0 : c;
        scaling.scale(
            images,
            row * image.features() + channel * plane,
            scaled,
            to * SHAPE.features() + c * wide);
      }
    }

    @Override
    public List<String> layers() {
      return network.layers();
    }

    @Override
    public Map<String, SDVariable> activations(Params params, SDVariable x) {
      return network.activations(params, x);
    }

    @Override
    public Map<String, Tensor> weights() {
      return network.weights();
    }
  }
}
