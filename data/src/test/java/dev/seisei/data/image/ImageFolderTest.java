package dev.seisei.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.dataset.Datasets;
import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.dataset.ImageSet;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
  @TempDir Path folder;

  private static void write(Path file, int width, int height, int rgb) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, rgb);
    }
    Files.createDirectories(file.getParent());
    String name = file.getFileName().toString();
    assertTrue(ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile()));
  }

  private ImageDataset open() {
    return (ImageDataset) Datasets.open("images:" + folder);
  }

  private String refused() {
    return assertThrows(IllegalArgumentException.class, this::open).toString();
  }

  @Test
  void subFoldersAreClasses() throws IOException {
    for (int i = 0; i < 10; i++) {
      write(folder.resolve("dogs").resolve(i + ".png"), 3, 2, 0x0000FF);
      write(folder.resolve("cats").resolve("more").resolve(i + ".bmp"), 3, 2, 0xFF0000);
    }
    Files.writeString(folder.resolve("cats").resolve("notes.txt"), "no picture");
    Files.writeString(folder.resolve("cats").resolve(".hidden.png"), "no picture");
    Files.createDirectory(folder.resolve(".git"));
    ImageDataset images = open();
    assertEquals(List.of("cats", "dogs"), images.classes());
    assertEquals("18 + 2 images of 3×2×3", images.summary());
    for (ImageSet part : List.of(images.train(), images.test())) {
      for (int i = 0; i < part.size(); i++) {
        byte[] pixels = part.bytes(i);
        boolean cat = part.label(i) == 0;
        assertEquals(cat ? (byte) 255 : 0, pixels[0]);
        assertEquals(cat ? 0 : (byte) 255, pixels[12]);
      }
    }
  }

  @Test
  void withoutSubFoldersThereAreNoLabels() throws IOException {
    for (int i = 0; i < 25; i++) {
      write(folder.resolve(String.format("%02d.png", i)), 2, 2, i * 0x010101);
    }
    ImageDataset images = open();
    assertFalse(images.train().labelled());
    assertEquals(List.of(), images.classes());
    assertEquals("23 + 2 images of 1×2×2", images.summary());
    List<Integer> levels = new ArrayList<>();
    for (ImageSet part : List.of(images.train(), images.test())) {
      for (int i = 0; i < part.size(); i++) {
        levels.add((int) part.bytes(i)[0]);
      }
    }
    assertEquals(25, levels.stream().distinct().count());
    assertEquals(images.hash(), open().hash(), "the same tenth is held out");
  }

  @Test
  void theFirstPictureGivesTheSizeAndOneInColourMakesAllOfThemSo() throws IOException {
    write(folder.resolve("a.png"), 4, 2, 0x808080);
    write(folder.resolve("b.png"), 40, 90, 0x102030);
    write(folder.resolve("c.gif"), 1, 1, 0xFFFFFF);
    ImageDataset images = open();
    assertEquals("3 + 0 images of 3×2×4", images.summary());
    byte[] second = new byte[24];
    Arrays.fill(second, 0, 8, (byte) 0x10);
    Arrays.fill(second, 8, 16, (byte) 0x20);
    Arrays.fill(second, 16, 24, (byte) 0x30);
    assertArrayEquals(second, images.train().bytes(1));
  }

  @Test
  void aBrokenFileIsNamed() throws IOException {
    write(folder.resolve("a.png"), 4, 2, 0x808080);
    Path broken = folder.resolve("b.jpg");
    Files.writeString(broken, "not a picture");
    String message = refused();
    assertTrue(message.contains(broken + " is no PNG, JPEG, GIF or BMP file"), message);
  }

  @Test
  void aFolderWithoutPicturesIsRefused() throws IOException {
    assertTrue(refused().contains("there are no PNG, JPEG, GIF or BMP files in " + folder));
    write(folder.resolve("cats").resolve("a.png"), 1, 1, 0);
    Path empty = Files.createDirectory(folder.resolve("dogs"));
    assertTrue(refused().contains(empty.toString()), refused());
  }

  @Test
  void picturesBesideClassesAreRefused() throws IOException {
    write(folder.resolve("cats").resolve("a.png"), 1, 1, 0);
    Path stray = folder.resolve("b.png");
    write(stray, 1, 1, 0);
    assertTrue(refused().contains(stray + " lies beside sub-folders"), refused());
  }

  @Test
  void aFolderThatIsNotThereIsRefused() {
    Path missing = folder.resolve("missing");
    IllegalArgumentException bad =
        assertThrows(IllegalArgumentException.class, () -> Datasets.open("images:" + missing));
    assertEquals("images:" + missing + ": there is no folder " + missing, bad.getMessage());
  }
}
