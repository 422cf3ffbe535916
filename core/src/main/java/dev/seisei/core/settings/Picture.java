package dev.seisei.core.settings;

import java.util.Base64;

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
    Require.inRange("picture", file.length, 1, MAX_BYTES);
    this.file = file.clone();
  }

  /** A copy of the file's bytes. */
  public byte[] file() {
    return file.clone();
  }

  /** As plain base64. */
  @Override
  public String toString() {
    return Base64.getEncoder().encodeToString(file);
  }
}
