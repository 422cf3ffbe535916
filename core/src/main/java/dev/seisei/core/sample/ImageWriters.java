package dev.seisei.core.sample;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Images as PNG and GIF files. Equal images give equal bytes.
 *
 * <p>Pixels are put into rasters directly: no colour conversion, which would change grey values,
 * and nothing of AWT that asks for a screen.
 */
final class ImageWriters {
  /** Black pixels around each image of a grid. */
  static final int PADDING = 2;

  /** Hundredths of a second that a GIF shows an image. */
  private static final int DELAY = 10;

  private ImageWriters() {}

  /** Writes all images as one grid, or a single image as it is. */
  static void png(Images images, OutputStream out) throws IOException {
    BufferedImage picture = images.size() == 1 ? frame(images, 0) : grid(images);
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      if (!ImageIO.write(picture, "png", stream)) {
        throw new IOException("this Java has no writer of PNG files");
      }
    }
  }

  private static BufferedImage grid(Images images) {
    int columns = (int) Math.ceil(Math.sqrt(images.size()));
    int rows = (images.size() + columns - 1) / columns;
    int cellWidth = Math.addExact(images.width(), PADDING);
    int cellHeight = Math.addExact(images.height(), PADDING);
    long width = (long) columns * cellWidth + PADDING;
    long height = (long) rows * cellHeight + PADDING;
    if (width > Integer.MAX_VALUE
        || height > Integer.MAX_VALUE
        || width * height > Integer.MAX_VALUE / images.channels()) {
      throw new IllegalArgumentException(
          "a grid of "
              + images.size()
              + " images would have "
              + width
              + "×"
              + height
              + " pixels, too many for one picture; write fewer, or as json");
    }
    BufferedImage grid = blank(images.channels(), (int) width, (int) height);
    for (int i = 0; i < images.size(); i++) {
      draw(images, i, grid, PADDING + i % columns * cellWidth, PADDING + i / columns * cellHeight);
    }
    return grid;
  }

  private static BufferedImage frame(Images images, int index) {
    BufferedImage frame = blank(images.channels(), images.width(), images.height());
    draw(images, index, frame, 0, 0);
    return frame;
  }

  private static BufferedImage blank(int channels, int width, int height) {
    int type = channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR;
    return new BufferedImage(width, height, type);
  }

  private static void draw(Images images, int index, BufferedImage onto, int left, int top) {
    WritableRaster raster = onto.getRaster();
    for (int c = 0; c < images.channels(); c++) {
      for (int y = 0; y < images.height(); y++) {
        for (int x = 0; x < images.width(); x++) {
          raster.setSample(left + x, top + y, c, level(images.pixel(index, c, y, x)));
        }
      }
    }
  }

  /** The nearest of 256 levels. */
  private static int level(float value) {
    return Math.round(Math.max(0, Math.min(1, value)) * 255);
  }

  /** Writes an image a frame. */
  static void gif(Images images, OutputStream out) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      ImageWriteParam plain = writer.getDefaultWriteParam();
      // Else the frame would say that its rows are interlaced, which they are not.
      plain.setProgressiveMode(ImageWriteParam.MODE_DISABLED);
      writer.setOutput(stream);
      writer.prepareWriteSequence(null);
      for (int i = 0; i < images.size(); i++) {
        BufferedImage frame = frame(images, i);
        IIOMetadata timing = animation(writer, plain, frame);
        writer.writeToSequence(new IIOImage(frame, null, timing), plain);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
  }

  /** How long the frame is shown, and that all starts again after the last. */
  private static IIOMetadata animation(
      ImageWriter writer, ImageWriteParam param, BufferedImage frame) throws IOException {
    IIOMetadata metadata =
        writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(frame), param);
    String format = metadata.getNativeMetadataFormatName();
    IIOMetadataNode root = new IIOMetadataNode(format);

    IIOMetadataNode control = new IIOMetadataNode("GraphicControlExtension");
    control.setAttribute("disposalMethod", "none");
    control.setAttribute("userInputFlag", "FALSE");
    control.setAttribute("transparentColorFlag", "FALSE");
    control.setAttribute("delayTime", Integer.toString(DELAY));
    control.setAttribute("transparentColorIndex", "0");
    root.appendChild(control);

    IIOMetadataNode loop = new IIOMetadataNode("ApplicationExtension");
    loop.setAttribute("applicationID", "NETSCAPE");
    loop.setAttribute("authenticationCode", "2.0");
    loop.setUserObject(new byte[] {1, 0, 0});
    IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
    extensions.appendChild(loop);
    root.appendChild(extensions);

    metadata.mergeTree(format, root);
    return metadata;
  }
}
