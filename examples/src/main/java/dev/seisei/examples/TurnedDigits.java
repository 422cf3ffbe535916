package dev.seisei.examples;

import dev.seisei.core.dataset.Datasets;
import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.dataset.ImageSet;
import dev.seisei.core.features.ImageFeatures;
import dev.seisei.core.model.Model;
import dev.seisei.core.sample.Images;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/**
 * Two kinds of pictures for a CycleGAN, of which the pairs are known but not shown: digits, and
 * other digits inverted and turned. Writes a folder of each, for {@code seisei train cyclegan
 * --data images:FOLDER}; then counts how many test digits a trained model translates to the kind
 * without changing their class, as a network that has seen upright digits only tells after turning
 * them back, and how many it turns at all.
 */
public final class TurnedDigits {
  /** Clockwise. */
  private static final double DEGREES = 30;

  private TurnedDigits() {}

  /**
   * Writes the folders, or tries a model.
   *
   * @param arguments {@code write FOLDER DATA COUNT}, or {@code try MODEL DATA FEATURES COUNT}
   */
  public static void main(String[] arguments) throws IOException {
    ImageDataset digits = (ImageDataset) Datasets.open(arguments[2]);
    if (arguments[0].equals("write")) {
      write(Path.of(arguments[1]), digits.train(), Integer.parseInt(arguments[3]));
      return;
    }
    try (Model model = Model.open(arguments[1]);
        Model network = Model.open(arguments[3])) {
      ImageFeatures features = network.as(ImageFeatures.class).orElseThrow();
      int count = Integer.parseInt(arguments[4]);
      Translation exact = digit -> turned(digit);
      Translation learned = digit -> translated(model, digit);
      System.out.printf(
          "learned %s%nexact   %s%n",
          count(learned, features, digits.test(), count),
          count(exact, features, digits.test(), count));
    }
  }

  /** The first digits as they are, and as many others inverted and turned. */
  static void write(Path folder, ImageSet digits, int count) throws IOException {
    Path upright = Files.createDirectories(folder.resolve("a-upright"));
    Path turned = Files.createDirectories(folder.resolve("b-turned"));
    for (int i = 0; i < count; i++) {
      write(digits.batch(i), upright.resolve(i + ".png"));
      write(turned(digits.batch(count + i)), turned.resolve(i + ".png"));
    }
  }

  private static void write(float[] pixels, Path file) throws IOException {
    int size = extent(pixels);
    new Images(1, 1, size, size, pixels).write(file);
  }

  private static int extent(float[] pixels) {
    return (int) Math.round(Math.sqrt(pixels.length));
  }

  /** A digit inverted and turned. */
  static float[] turned(float[] digit) {
    return inverted(turn(digit, DEGREES));
  }

  /** The digit that was inverted and turned. */
  static float[] back(float[] turned) {
    return turn(inverted(turned), -DEGREES);
  }

  static float[] inverted(float[] pixels) {
    float[] result = new float[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      result[i] = 1 - pixels[i];
    }
    return result;
  }

  /** Turns an image about its middle; what comes in from outside is black. */
  private static float[] turn(float[] pixels, double degrees) {
    int size = extent(pixels);
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_GRAY);
    BufferedImage turned = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < pixels.length; i++) {
      image.getRaster().setSample(i % size, i / size, 0, Math.round(255 * pixels[i]));
    }
    var graphics = turned.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    double middle = size / 2.0;
    graphics.drawImage(
        image, AffineTransform.getRotateInstance(Math.toRadians(degrees), middle, middle), null);
    graphics.dispose();
    float[] result = new float[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      result[i] = turned.getRaster().getSample(i % size, i / size, 0) / 255f;
    }
    return result;
  }

  /**
   * Shares of digits.
   *
   * @param kept whose translation, turned back, is seen as their class
   * @param turned whose translation is nearer to themselves inverted and turned than inverted only
   */
  record Shares(double kept, double turned) {
    @Override
    public String toString() {
      return "keep their class: %.4f, are turned: %.4f".formatted(kept, turned);
    }
  }

  /** Translates the first digits. */
  static Shares count(Translation translation, ImageFeatures features, ImageSet digits, int count)
      throws IOException {
    float[] images = new float[count * digits.features()];
    int turned = 0;
    for (int i = 0; i < count; i++) {
      float[] digit = digits.batch(i);
      float[] translated = translation.of(digit);
      turned += distance(translated, turned(digit)) < distance(translated, inverted(digit)) ? 1 : 0;
      float[] back = back(translated);
      System.arraycopy(back, 0, images, i * digits.features(), digits.features());
    }
    ImageFeatures.Seen seen = features.see(images, count);
    int kept = 0;
    for (int i = 0; i < count; i++) {
      kept += seen.mostProbable(i, features.classes()) == digits.label(i) ? 1 : 0;
    }
    return new Shares((double) kept / count, (double) turned / count);
  }

  private static double distance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs(a[i] - b[i]);
    }
    return sum;
  }

  /** From a digit to the other kind. */
  interface Translation {
    float[] of(float[] digit) throws IOException;
  }

  private static float[] translated(Model model, float[] digit) throws IOException {
    return ((Images) model.generate(Map.of("image", picture(digit)))).pixels(0);
  }

  /** As a client sends it. */
  private static String picture(float[] digit) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int size = extent(digit);
    new Images(1, 1, size, size, digit).write("png", out);
    return Base64.getEncoder().encodeToString(out.toByteArray());
  }
}
