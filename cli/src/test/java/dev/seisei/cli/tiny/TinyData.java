package dev.seisei.cli.tiny;

import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.dataset.ImageSet;
import java.util.List;

/** Four images of two by two pixels to train with, and one to test with. */
public record TinyData(String name) implements ImageDataset {
  @Override
  public ImageSet train() {
    return new ImageSet(
        1, 2, 2, new byte[][] {{0, 0, 0, 0}, {10, 20, 30, 40}, {1, 2, 3, 4}, {9, 9, 9, 9}}, null);
  }

  @Override
  public ImageSet test() {
    return new ImageSet(1, 2, 2, new byte[][] {{5, 5, 5, 5}}, null);
  }

  @Override
  public List<String> classes() {
    return List.of();
  }

  @Override
  public String hash() {
    return "00";
  }

  @Override
  public String summary() {
    return "4 + 1 images of 1×2×2";
  }
}
