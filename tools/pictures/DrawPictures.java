import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * Draws the pictures that docs/models begins with: a landscape, and brush strokes in circles. Equal
 * on every machine but for how edges are smoothed.
 *
 * <pre>java tools/pictures/DrawPictures.java docs/models</pre>
 */
public final class DrawPictures {
  private static final int WIDTH = 384;
  private static final int HEIGHT = 256;

  private final BufferedImage image =
      new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
  private final Graphics2D pen = image.createGraphics();
  private final Random random = new Random(1);

  private DrawPictures() {
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
  }

  public static void main(String[] args) throws IOException {
    File folder = new File(args[0]);
    ImageIO.write(new DrawPictures().landscape(), "png", new File(folder, "landscape.png"));
    ImageIO.write(new DrawPictures().strokes(), "png", new File(folder, "strokes.png"));
  }

  private void dot(int rgb, double x, double y, double radius) {
    pen.setColor(new Color(rgb));
    pen.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
  }

  /** Sky, sun, clouds, hills, a lake, a house and trees. */
  private BufferedImage landscape() {
    pen.setPaint(new GradientPaint(0, 0, new Color(0x4a86c8), 0, 150, new Color(0xf3dcb4)));
    pen.fillRect(0, 0, WIDTH, HEIGHT);
    dot(0xfff1a8, 300, 62, 24);
    for (double[] cloud : new double[][] {{70, 48}, {185, 34}, {235, 88}}) {
      for (int puff = -3; puff <= 3; puff++) {
        dot(0xf6f6f2, cloud[0] + 12 * puff, cloud[1] + random.nextInt(7), 14 - 2 * Math.abs(puff));
      }
    }
    hill(0x7d93a8, 128, 26, 0.021, 0.4);
    hill(0x5f8f5a, 152, 18, 0.027, 2.1);
    pen.setPaint(new GradientPaint(0, 190, new Color(0x8fc0d6), 0, 230, new Color(0x3c6f94)));
    pen.fillRect(0, 190, WIDTH, 40);
    hill(0x3f6b35, 226, 8, 0.035, 5);
    pen.setColor(new Color(0xd8c9a8));
    pen.fillRect(228, 150, 48, 36);
    pen.setColor(new Color(0xa8402c));
    pen.fillPolygon(new int[] {222, 252, 282}, new int[] {152, 126, 152}, 3);
    pen.setColor(new Color(0x4a3a30));
    pen.fillRect(246, 166, 12, 20);
    for (double[] tree : new double[][] {{52, 232, 1.5}, {110, 196, 0.9}, {332, 238, 1.7}}) {
      pen.setColor(new Color(0x5a4030));
      pen.fillRect(
          (int) (tree[0] - 3 * tree[2]),
          (int) (tree[1] - 34 * tree[2]),
          (int) (6 * tree[2]),
          (int) (36 * tree[2]));
      for (int leaf = 0; leaf < 60; leaf++) {
        int green = 0x2f5a2c + 0x000800 * random.nextInt(6) + 0x080000 * random.nextInt(4);
        dot(
            green,
            tree[0] + 11 * tree[2] * random.nextGaussian(),
            tree[1] - (46 + 11 * random.nextGaussian()) * tree[2],
            5 * tree[2]);
      }
    }
    return image;
  }

  private void hill(int rgb, double height, double rise, double pace, double phase) {
    Path2D path = new Path2D.Double();
    path.moveTo(0, HEIGHT);
    for (int x = 0; x <= WIDTH; x++) {
      path.lineTo(x, height - rise * Math.sin(pace * x + phase) - 4 * Math.sin(0.11 * x + phase));
    }
    path.lineTo(WIDTH, HEIGHT);
    pen.setColor(new Color(rgb));
    pen.fill(path);
  }

  /** Short strokes around three centres, from dark blue to yellow. */
  private BufferedImage strokes() {
    int[] colours = {0x12275c, 0x1d4e9e, 0x2f7fc2, 0x7fb8d8, 0xe8d36a, 0xf4b53c, 0xd9e4d0};
    double[][] centres = {{95, 85}, {270, 70}, {215, 195}};
    pen.setColor(new Color(0x12275c));
    pen.fillRect(0, 0, WIDTH, HEIGHT);
    for (int stroke = 0; stroke < 4200; stroke++) {
      double x = WIDTH * random.nextDouble();
      double y = HEIGHT * random.nextDouble();
      double[] centre = centres[0];
      for (double[] each : centres) {
        if (Math.hypot(x - each[0], y - each[1]) < Math.hypot(x - centre[0], y - centre[1])) {
          centre = each;
        }
      }
      double radius = Math.hypot(x - centre[0], y - centre[1]);
      int ring = (int) (radius / 13 + random.nextInt(2));
      pen.setColor(new Color(colours[radius < 16 ? 5 : (2 * ring + random.nextInt(3)) % 7]));
      pen.setStroke(
          new BasicStroke(3.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
      double start = Math.toDegrees(Math.atan2(centre[1] - y, x - centre[0]));
      pen.draw(
          new Arc2D.Double(
              centre[0] - radius,
              centre[1] - radius,
              2 * radius,
              2 * radius,
              start,
              Math.toDegrees(14 / Math.max(radius, 8)),
              Arc2D.OPEN));
    }
    return image;
  }
}
