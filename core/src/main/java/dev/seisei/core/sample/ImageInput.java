package dev.seisei.core.sample;

import dev.seisei.core.settings.Picture;
import dev.seisei.core.settings.SettingException;
import java.io.IOException;

/** Pictures from outside as a model's input. */
public final class ImageInput {
  private ImageInput() {}

  /**
   * Decodes a picture, makes it grey or colour, and brings it to a size; see {@link
   * ImageFile#pixels}.
   *
   * @param field the setting that it came from, for messages
   * @return [channels, height, width], in [0, 1]
   * @throws SettingException if it is no picture that can be read, or has more than 64 million
   *     pixels (checked before decoding)
   */
  public static float[] read(String field, Picture picture, int channels, int height, int width) {
    return decode(field, picture).pixels(channels, height, width);
  }

  /**
   * Decodes a picture whose size is still to be looked at.
   *
   * @param field the setting that it came from, for messages
   * @throws SettingException as {@link #read}
   */
  public static ImageFile decode(String field, Picture picture) {
    try {
      return ImageFile.decode(picture.file());
    } catch (IOException e) {
      SettingException bad = new SettingException(field, field + " " + e.getMessage());
      bad.initCause(e);
      throw bad;
    }
  }
}
