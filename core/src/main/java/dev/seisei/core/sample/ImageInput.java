package dev.seisei.core.sample;

import dev.seisei.core.settings.Picture;

/** Pictures from outside as a model's input. */
public final class ImageInput {
  private ImageInput() {}

  /**
   * Decodes a picture, makes it grey or colour, and scales it to a size.
   *
   * @param field the setting that it came from, for messages
   * @return [channels, height, width], in [0, 1]
   * @throws dev.seisei.core.settings.SettingException if it is no picture that can be read, or has
   *     more than 64 million pixels (checked before decoding)
   */
  public static float[] read(String field, Picture picture, int channels, int height, int width) {
    throw new UnsupportedOperationException(field + picture + channels + height + width);
  }
}
