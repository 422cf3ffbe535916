package dev.seisei.core.settings;

import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * An image file as a setting: outside Java a data URL ({@code data:image/png;base64,…}) or plain
 * base64. The command line also takes the path of a file, which it reads; the server does not.
 *
 * <p>Immutable. Nothing is decoded here; {@code ImageInput} of the package {@code sample} does.
 */
public final class Picture {
  /** Largest file taken, in bytes. */
  public static final int MAX_BYTES = 16 << 20;

  private final byte[] file;

  /**
   * @param file the bytes of a PNG, JPEG, GIF or BMP file
   * @throws SettingException if it is empty or larger than {@link #MAX_BYTES}
   */
  public Picture(byte[] file) {
    this("picture", file.clone());
  }

  private Picture(String field, byte[] owned) {
    if (owned.length < 1 || owned.length > MAX_BYTES) {
      throw tooLarge(field, owned.length);
    }
    this.file = owned;
  }

  /**
   * A picture from text.
   *
   * @param field the setting that it is for, for messages
   * @param text a data URL of an image, or plain base64
   * @throws SettingException if it is neither, empty or too large
   */
  static Picture parse(String field, String text) {
    String base64 = text.strip();
    if (base64.startsWith("data:")) {
      int comma = base64.indexOf(',');
      if (!base64.startsWith("data:image/") || comma < 0 || !endsHead(base64, comma)) {
        throw Values.wrong(field, "must be a data URL like data:image/png;base64,…", text);
      }
      base64 = base64.substring(comma + 1);
    }
    // Checked before decoding; 4 characters hold 3 bytes.
    long bytes = base64.length() / 4 * 3L;
    if (bytes > MAX_BYTES + 2) {
      throw tooLarge(field, bytes);
    }
    try {
      return new Picture(field, Base64.getDecoder().decode(base64));
    } catch (SettingException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      SettingException refused =
          Values.wrong(field, "must be an image as base64 or as a data URL", text);
      refused.initCause(e);
      throw refused;
    }
  }

  private static boolean endsHead(String url, int comma) {
    return url.startsWith(";base64", comma - ";base64".length());
  }

  private static SettingException tooLarge(String field, long bytes) {
    return new SettingException(
        field, field + " must be a file of 1 to " + MAX_BYTES + " bytes, got " + bytes);
  }

  /** A copy of the file's bytes. */
  public byte[] file() {
    return file.clone();
  }

  /** The file as plain base64. */
  public String base64() {
    return Base64.getEncoder().encodeToString(file);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Picture that && Arrays.equals(file, that.file);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(file);
  }

  @Override
  public String toString() {
    return "picture of " + file.length + " bytes";
  }
}
