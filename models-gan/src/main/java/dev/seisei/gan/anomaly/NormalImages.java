package dev.seisei.gan.anomaly;

import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.dataset.ImageSet;
import dev.seisei.core.settings.Require;
import java.util.stream.IntStream;

/** What a detector learns from. */
public final class NormalImages {
  private NormalImages() {}

  /**
   * The training images of the normal class.
   *
   * @param normalClass -1 for all of them
   * @throws dev.seisei.core.settings.SettingException if there are no images of it
   */
  public static ImageSet of(ImageDataset data, int normalClass) {
    ImageSet all = data.train();
    if (normalClass < 0) {
      return all;
    }
    Require.that(
        all.labelled() && normalClass < data.classes().size(),
        "normal_class",
        "normal_class must be -1 or a class of the data, which has %d; got %d"
            .formatted(data.classes().size(), normalClass));
    ImageSet normal =
        all.select(
            IntStream.range(0, all.size()).filter(i -> all.label(i) == normalClass).toArray());
    Require.that(
        normal.size() > 0,
        "normal_class",
        "normal_class must be one that the data have images of, got " + normalClass);
    return normal;
  }
}
