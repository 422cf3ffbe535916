package dev.seisei.core.sample;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/**
 * Clips of sound, [N, C, T], float32 in [−1, 1]. As {@code wav} all clips, one after another, in 16
 * bits; as {@code json} the numbers: {@code {"shape": [N, C, T], "data": [...]}}.
 */
public final class Audio implements Sample {
  private static final String[] EXTENTS = {"count", "channels", "frames"};

  private final int count;
  private final int channels;
  private final int frames;
  private final int rate;
  private final float[] values;

  /**
   * @param frames of each clip
   * @param rate frames a second
   * @param values count·channels·frames numbers; values outside [−1, 1] are clamped when written as
   *     sound; not copied
   * @throws IllegalArgumentException if an extent or the rate is not positive, or the numbers are
   *     not as many
   */
  public Audio(int count, int channels, int frames, int rate, float[] values) {
    Numbers.checkShape(values, EXTENTS, count, channels, frames);
    if (rate < 1) {
      throw new IllegalArgumentException("rate must be positive, got " + rate);
    }
    this.count = count;
    this.channels = channels;
    this.frames = frames;
    this.rate = rate;
    this.values = values;
  }

  public int channels() {
    return channels;
  }

  public int frames() {
    return frames;
  }

  /** Frames a second. */
  public int rate() {
    return rate;
  }

  /** A copy of one clip, [C, T]. */
  public float[] values(int index) {
    Objects.checkIndex(index, count);
    return Numbers.rows(values, index, 1, channels * frames);
  }

  @Override
  public int size() {
    return count;
  }

  @Override
  public Audio slice(int from, int length) {
    SampleFiles.checkRange(from, length, count);
    float[] part = Numbers.rows(values, from, length, channels * frames);
    return new Audio(length, channels, frames, rate, part);
  }

  @Override
  public List<String> formats() {
    return List.of("wav", "json");
  }

  @Override
  public void write(String format, OutputStream out) throws IOException {
    switch (format) {
      case "wav" -> writeWav(out);
      case "json" -> Numbers.writeJson(values, out, count, channels, frames);
      default -> throw SampleFiles.unknown(this, format);
    }
  }

  private void writeWav(OutputStream out) throws IOException {
    AudioFormat format = new AudioFormat(rate, Short.SIZE, channels, true, false);
    long length = (long) count * frames;
    ByteArrayInputStream sound = new ByteArrayInputStream(interleaved());
    AudioSystem.write(new AudioInputStream(sound, format, length), AudioFileFormat.Type.WAVE, out);
  }

  /** All clips as little-endian words, the channels of a frame together. */
  private byte[] interleaved() {
    byte[] bytes = new byte[Math.multiplyExact(Short.BYTES, values.length)];
    int at = 0;
    for (int i = 0; i < count; i++) {
      for (int t = 0; t < frames; t++) {
        for (int c = 0; c < channels; c++) {
          float value = values[(i * channels + c) * frames + t];
          int word = Math.round(Math.max(-1, Math.min(1, value)) * Short.MAX_VALUE);
          bytes[at++] = (byte) word;
          bytes[at++] = (byte) (word >> 8);
        }
      }
    }
    return bytes;
  }
}
