package dev.seisei.gan.adversarial;

import dev.seisei.core.dataset.ImageShape;
import dev.seisei.core.settings.Description;
import dev.seisei.engine.op.Random;
import dev.seisei.engine.samediff.Annotations;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Random changes of whatever the discriminator sees, real and generated alike, through which
 * gradients flow: it cannot learn the training images by heart, and the generator does not learn to
 * make the changes.
 *
 * <p>Source: Zhao et al., 2020, arXiv 2006.10738, section 3.2 and their policies: brightness within
 * ±½, saturation of 0 to 2, contrast of ½ to 1½; a shift of up to an eighth of the image, zeros
 * coming in; a square of half the image set to zero. Pixels are in [-1, 1].
 *
 * @param color whether brightness, saturation and contrast change
 * @param translation whether images are shifted
 * @param cutout whether a square is cut out
 */
public record DiffAugment(
    @Description("change brightness, saturation and contrast") boolean color,
    @Description("shift images") boolean translation,
    @Description("cut a square out") boolean cutout) {

  /** Nothing changes. */
  public DiffAugment() {
    this(false, false, false);
  }

  /**
   * Changes each image on its own.
   *
   * @param rows images as rows, [N, C·H·W]
   */
  public SDVariable apply(SDVariable rows, ImageShape image) {
    if (!color && !translation && !cutout) {
      return rows;
    }
    SDVariable x = rows.reshape(-1, image.channels(), image.height(), image.width());
    if (color) {
      x = colored(x, image.channels());
    }
    if (translation) {
      x = translated(x, image);
    }
    if (cutout) {
      x = cut(x, image);
    }
    return x.reshape(-1, image.features());
  }

  /** A uniform number in [0, 1) for each image, [N, 1, 1, 1]. */
  private static SDVariable draw(SDVariable x) {
    SDVariable each = x.mean(1, 2, 3).reshape(-1, 1, 1, 1);
    return Annotations.random(Random.Distribution.UNIFORM, each);
  }

  private static SDVariable colored(SDVariable x, int channels) {
    SDVariable bright = x.add(draw(x).sub(0.5));
    SDVariable saturated = bright;
    if (channels > 1) {
      SDVariable grey = bright.mean(true, 1);
      saturated = bright.sub(grey).mul(draw(x).mul(2)).add(grey);
    }
    SDVariable mean = saturated.mean(true, 1, 2, 3);
    return saturated.sub(mean).mul(draw(x).add(0.5)).add(mean);
  }

  /** A uniform whole number from least to most for each image, [N, 1, 1, 1]. */
  private static SDVariable whole(SDVariable x, int least, int most) {
    SameDiff graph = x.getSameDiff();
    return graph.math().floor(draw(x).mul(most - least + 1.0)).add(least);
  }

  private static SDVariable translated(SDVariable x, ImageShape image) {
    SameDiff graph = x.getSameDiff();
    int down = Math.round(image.height() / 8f);
    int right = Math.round(image.width() / 8f);
    SDVariable rows = moving(graph, image.height(), whole(x, -down, down), false);
    SDVariable columns = moving(graph, image.width(), whole(x, -right, right), true);
    SDVariable flat = x.reshape(-1, (long) image.channels() * image.height(), image.width());
    SDVariable across =
        graph
            .mmul(flat, columns.reshape(-1, image.width(), image.width()))
            .reshape(-1, image.channels(), image.height(), image.width());
    // The rows of each channel are mixed alike, so channels lie beside columns.
    SDVariable side =
        graph
            .permute(across, 0, 2, 1, 3)
            .reshape(-1, image.height(), (long) image.channels() * image.width());
    SDVariable moved =
        graph
            .mmul(rows.reshape(-1, image.height(), image.height()), side)
            .reshape(-1, image.height(), image.channels(), image.width());
    return graph.permute(moved, 0, 2, 1, 3);
  }

  /**
   * Matrices that move the elements of a vector by a shift, [N, 1, n, n]: of M·v where rows are
   * targets, or of v·M where columns are.
   */
  private static SDVariable moving(SameDiff graph, int n, SDVariable shift, boolean columns) {
    INDArray distances = Nd4j.create(1, 1, n, n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        distances.putScalar(new long[] {0, 0, i, j}, columns ? j - i : i - j);
      }
    }
    // 1 where the distance is the shift and 0 elsewhere, both being whole numbers.
    SDVariable off = graph.math().abs(graph.constant(distances).sub(shift));
    return graph.nn().relu(off.neg().add(1), 0);
  }

  private static SDVariable cut(SDVariable x, ImageShape image) {
    SDVariable rows = covered(x, image.height(), image.height(), 1);
    SDVariable columns = covered(x, image.width(), 1, image.width());
    return x.mul(rows.mul(columns).neg().add(1));
  }

  /** 1 where a random stretch of half the extent lies, else 0: [N, 1, extent, 1] or its like. */
  private static SDVariable covered(SDVariable x, int extent, int height, int width) {
    SameDiff graph = x.getSameDiff();
    SDVariable positions =
        graph.constant(Nd4j.arange(extent).castTo(x.dataType()).reshape(1, 1, height, width));
    SDVariable begin = whole(x, -(extent / 4), extent - extent / 4 - 1);
    SDVariable into = positions.sub(begin);
    int size = extent / 2;
    SDVariable afterBegin = graph.math().clipByValue(into.add(1), 0, 1);
    SDVariable beforeEnd = graph.math().clipByValue(into.neg().add(size), 0, 1);
    return afterBegin.mul(beforeEnd);
  }
}
