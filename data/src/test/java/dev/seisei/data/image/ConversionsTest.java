package dev.seisei.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.dataset.ImageSet;
import dev.seisei.data.fetch.Archives;
import dev.seisei.data.fetch.Tarball;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversionsTest {
  @TempDir Path folder;

  private static void assertRefused(
      RegisteredImages.Conversion conversion, Tarball archive, String message) {
    IOException bad = assertThrows(IOException.class, () -> conversion.convert(archive));
    assertTrue(bad.toString().contains(message), bad::toString);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void mnistIsTheFilesOfItsPackage() throws IOException {
    ImageParts parts = Mnist.convert(Originals.mnist(12, 5).in(folder));
    assertEquals(12, parts.train().size());
    assertEquals(5, parts.test().size());
    assertArrayEquals(new byte[] {110, 111, 112, 113, 114, 115}, parts.train().bytes(11));
    assertEquals(1, parts.train().label(11));
    assertArrayEquals(new byte[] {40, 41, 42, 43, 44, 45}, parts.test().bytes(4));
    assertEquals(2, parts.train().height());
    assertEquals(3, parts.train().width());
  }

  @Test
  void fashionMnistIsAFileAClassWithTheTestImagesFirst() throws IOException {
    ImageParts parts = FashionMnist.convert(Originals.fashion(2, 3).in(folder), 2);
    assertEquals(20, parts.test().size());
    assertEquals(30, parts.train().size());
    for (int i = 0; i < 30; i++) {
      assertEquals(i % 10, parts.train().label(i));
      assertEquals((byte) (20 * (i % 10) + 2 + i / 10), parts.train().bytes(i)[783]);
    }
    for (int i = 0; i < 20; i++) {
      assertEquals(i % 10, parts.test().label(i));
      assertEquals((byte) (20 * (i % 10) + i / 10), parts.test().bytes(i)[0]);
    }
  }

  @Test
  void fashionMnistRefusesOtherRows() throws IOException {
    assertRefused(
        archive -> FashionMnist.convert(archive, 5),
        Originals.fashion(2, 3).in(folder),
        "class 0 has 5 images");
    String[][] cases = {
      {"{\"data\":[[1,2,3]]}", "image 0 has 3 pixels, expected 784"},
      {"{\"data\":[[" + "0,".repeat(784) + "0]]}", "image 0 must be 784 numbers in [0, 255]"},
      {"{\"data\":[[256]]}", "image 0 must be 784 numbers in [0, 255], got 256"},
      {"{\"data\":[[-1]]}", "got -1"},
      {"{\"data\":[[\"x\"]]}", "numeric"},
      {"{}", "there is no array of images"},
      {"{\"data\":[[0,", "Unexpected end-of-input"},
    };
    for (String[] each : cases) {
      Tarball archive =
          new Archives().file("package/src/clothes/0.json", bytes(each[0])).in(folder);
      assertRefused(tar -> FashionMnist.convert(tar, 1), archive, each[1]);
    }
  }

  @Test
  void cifarIsARowOfAPictureAnImage() throws IOException {
    ImageParts parts = Cifar10.convert(Originals.cifar().in(folder));
    ImageSet train = parts.train();
    assertEquals(10, train.size());
    assertEquals(2, parts.test().size());
    assertEquals(3, train.channels());
    assertEquals(32, train.height());
    for (int i = 0; i < 10; i++) {
      assertEquals(i, train.label(i));
      for (int c = 0; c < 3; c++) {
        for (int p = 0; p < 1024; p++) {
          assertEquals(i + 3 * c + p % 50, train.bytes(i)[c * 1024 + p]);
        }
      }
    }
    assertEquals(8, parts.test().label(1));
    assertEquals(11, parts.test().bytes(1)[0]);
  }

  @Test
  void cifarRefusesOtherPictures() throws IOException {
    assertRefused(
        Cifar10::convert,
        new Archives().file("package/test_batch.png", bytes("no picture")).in(folder),
        "package/test_batch.png is no PNG, JPEG, GIF or BMP file");
    assertRefused(
        Cifar10::convert,
        new Archives()
            .file(
                "package/test_batch.png",
                Originals.png(new BufferedImage(1000, 2, BufferedImage.TYPE_INT_RGB)))
            .in(folder),
        "must be 1024 pixels wide, is 1000");
  }

  @Test
  void aMissingFileIsNamed() throws IOException {
    assertRefused(
        Mnist::convert,
        new Archives().file("package/x", bytes("")).in(folder),
        "entries are missing: package/data/t10k-images-idx3-ubyte");
  }
}
