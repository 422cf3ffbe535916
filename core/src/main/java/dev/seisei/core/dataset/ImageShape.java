package dev.seisei.core.dataset;

import dev.seisei.core.settings.Require;

/** Extents of an image, [C, H, W]; those of 0 are not known yet. */
public record ImageShape(int channels, int height, int width) {
  /** Numbers in an image: C·H·W. */
  public int features() {
    return channels * height * width;
  }

  /**
   * The extents of the data, which must not contradict those that are known here.
   *
   * @throws dev.seisei.core.settings.SettingException if they do, naming the first
   */
  public ImageShape inData(ImageShape data) {
    require("channels", channels, data.channels);
    require("height", height, data.height);
    require("width", width, data.width);
    return data;
  }

  private static void require(String field, int known, int inData) {
    Require.that(
        known == 0 || known == inData,
        field,
        "%s is %d in the data, got %d; leave it out".formatted(field, inData, known));
  }
}
