package dev.seisei.data.image;

import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.dataset.ImageSet;
import dev.seisei.core.sample.ImageFile;
import dev.seisei.data.Shuffle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder of PNG, JPEG, GIF and BMP files as a dataset.
 *
 * <p>Where there are sub-folders, each is a class, labelled in the order of their names, with all
 * pictures in it and below it; else the pictures have no labels. Hidden files and other endings are
 * passed over.
 *
 * <p>The first picture, by the order of paths, gives the size. The others are scaled until they
 * just cover it, and their centre is kept. They are grey if every pixel of every one is, else
 * colour. A tenth, always the same, is held out for tests.
 */
final class ImageFolder {
  private static final Set<String> ENDINGS = Set.of("png", "jpg", "jpeg", "gif", "bmp");

  private static final int CHANNELS = 3;

  /** A file larger than any picture within {@link ImageFile#MAX_PIXELS} needs to be. */
  private static final long MAX_FILE = 1L << 29;

  private static final int TEST_SHARE = 10;
  private static final long TEST_SEED = 0;

  private final Path folder;
  private final List<String> classes = new ArrayList<>();
  private final List<Path> files = new ArrayList<>();
  private final List<Integer> labels = new ArrayList<>();

  private ImageFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Reads all pictures.
   *
   * @param reference as the folder was asked for
   * @throws IllegalArgumentException if there is no such folder, there are no pictures in it or in
   *     one of its sub-folders, or one cannot be read, naming it
   */
  static ImageDataset open(String reference, Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(reference + ": there is no folder " + folder);
    }
    ImageFolder images = new ImageFolder(folder);
    try {
      images.list();
      return images.read(reference);
    } catch (IOException e) {
      throw new IllegalArgumentException(reference + ": " + e.getMessage(), e);
    }
  }

  private void list() throws IOException {
    List<Path> subfolders = children().filter(Files::isDirectory).toList();
    List<Path> pictures = children().filter(ImageFolder::isPicture).toList();
    if (!subfolders.isEmpty() && !pictures.isEmpty()) {
      throw new IOException(
          pictures.get(0) + " lies beside sub-folders, which are classes: move it into one");
    }
    for (Path subfolder : subfolders) {
      List<Path> below;
      try (Stream<Path> walk = Files.walk(subfolder)) {
        below = walk.filter(ImageFolder::isPicture).sorted().toList();
      }
      if (below.isEmpty()) {
        throw new IOException("class " + subfolder + " has no " + String.join(", ", ENDINGS));
      }
      below.forEach(file -> labels.add(classes.size()));
      classes.add(String.valueOf(subfolder.getFileName()));
      files.addAll(below);
    }
    files.addAll(pictures);
    if (files.isEmpty()) {
      throw new IOException("there are no PNG, JPEG, GIF or BMP files in " + folder);
    }
  }

  private Stream<Path> children() throws IOException {
    List<Path> children;
    try (Stream<Path> list = Files.list(folder)) {
      children = list.filter(path -> !isHidden(path)).sorted().toList();
    }
    return children.stream();
  }

  private static boolean isHidden(Path path) {
    return String.valueOf(path.getFileName()).startsWith(".");
  }

  private static boolean isPicture(Path path) {
    String name = String.valueOf(path.getFileName());
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return !isHidden(path) && ENDINGS.contains(ending) && Files.isRegularFile(path);
  }

  private ImageDataset read(String reference) throws IOException {
    ImageFile first = decode(files.get(0));
    int height = first.height();
    int width = first.width();
    long bytes = (long) files.size() * CHANNELS * height * width;
    if (bytes > Runtime.getRuntime().maxMemory() / 2) {
      throw new IOException(
          files.size()
              + " images of "
              + height
              + "×"
              + width
              + ", as the first ("
              + files.get(0)
              + ") is, do not fit into memory: scale them first");
    }
    byte[][] images = new byte[files.size()][];
    boolean grey = true;
    for (int i = 0; i < images.length; i++) {
      images[i] = bytes(decode(files.get(i)).pixels(CHANNELS, height, width));
      grey &= isGrey(images[i]);
    }
    if (grey) {
      for (int i = 0; i < images.length; i++) {
        images[i] = Arrays.copyOf(images[i], height * width);
      }
    }
    Shuffle.HoldOut parts = Shuffle.holdOut(images.length, images.length / TEST_SHARE, TEST_SEED);
    int channels = grey ? 1 : CHANNELS;
    return new InMemoryImages(
        reference,
        select(images, parts.kept(), channels, height, width),
        select(images, parts.heldOut(), channels, height, width),
        classes);
  }

  private static ImageFile decode(Path file) throws IOException {
    if (Files.size(file) > MAX_FILE) {
      throw new IOException(file + " has " + Files.size(file) + " bytes, too many for a picture");
    }
    try {
      return ImageFile.decode(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new IOException(file + " " + e.getMessage(), e);
    }
  }

  private static byte[] bytes(float[] pixels) {
    byte[] bytes = new byte[pixels.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.round(pixels[i] * 255);
    }
    return bytes;
  }

  /** Whether red, green and blue are equal. */
  private static boolean isGrey(byte[] image) {
    int pixels = image.length / CHANNELS;
    return Arrays.equals(image, 0, pixels, image, pixels, 2 * pixels)
        && Arrays.equals(image, 0, pixels, image, 2 * pixels, 3 * pixels);
  }

  private ImageSet select(byte[][] images, int[] indices, int channels, int height, int width) {
    byte[][] selected = new byte[indices.length][];
    int[] classesOf = new int[indices.length];
    for (int i = 0; i < indices.length; i++) {
      selected[i] = images[indices[i]];
      classesOf[i] = classes.isEmpty() ? 0 : labels.get(indices[i]);
    }
    return new ImageSet(channels, height, width, selected, classes.isEmpty() ? null : classesOf);
  }
}
