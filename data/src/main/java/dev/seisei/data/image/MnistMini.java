package dev.seisei.data.image;

import dev.seisei.core.dataset.DatasetSource.Registered;
import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.dataset.ImageSet;
import dev.seisei.data.idx.Idx;
import dev.seisei.data.idx.IdxFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The first 2,000 training and 500 test digits of MNIST, which come with Seisei. */
final class MnistMini {
  static final String NAME = "mnist-mini";

  private MnistMini() {}

  static Registered describe() {
    return new Registered(
        NAME,
        "the first digits of mnist: 2,000 + 500 grey images of 28×28 in 10 classes",
        "comes with Seisei",
        0,
        "",
        Mnist.registered().licence(),
        true);
  }

  static ImageDataset open() {
    try {
      return new InMemoryImages(
          NAME,
          read(IdxImages.TRAIN_IMAGES, IdxImages.TRAIN_LABELS),
          read(IdxImages.TEST_IMAGES, IdxImages.TEST_LABELS),
          Mnist.DIGITS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ImageSet read(String images, String labels) throws IOException {
    return IdxImages.join(resource(images), resource(labels), NAME);
  }

  private static Idx resource(String file) throws IOException {
    String name = NAME + "-" + file + ".gz";
    try (InputStream in = MnistMini.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("resource " + name + " is missing");
      }
      byte[] content = in.readAllBytes();
      return IdxFiles.read(new ByteArrayInputStream(content), content.length, name);
    }
  }
}
