package dev.seisei.benchmarks.workload;

import dev.seisei.engine.memory.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The text that language models learn: chapters 1–3, 5, 6, 8–15 and 17–19 of Herman Melville's Moby
 * Dick (in the public domain): those of the first nineteen without digits, the chapters' numbers
 * taken off and the dash written {@code --}, which leaves {@value #COUNT} distinct characters. A
 * character's token is its rank among them.
 */
public final class Characters {
  /** How many distinct ones there are. */
  public static final int COUNT = 65;

  private static final String RESOURCE = "/dev/seisei/benchmarks/moby-dick.txt";
  private static final int[] TEXT = read();

  private Characters() {}

  private static int[] read() {
    try (InputStream in = Characters.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is not on the class path");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      int[] alphabet = text.chars().sorted().distinct().toArray();
      return text.chars().map(character -> Arrays.binarySearch(alphabet, character)).toArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stretches of the text, drawn at random: "tokens" and the "targets" that follow them. */
  static Batch batch(int step, int count, int length) {
    Draws draws = new Draws(step);
    int[] tokens = new int[count * length];
    int[] targets = new int[count * length];
    for (int row = 0; row < count; row++) {
      int start = draws.below(TEXT.length - length);
      System.arraycopy(TEXT, start, tokens, row * length, length);
      System.arraycopy(TEXT, start + 1, targets, row * length, length);
    }
    Batch batch = new Batch();
    batch.with("tokens", Tensor.of(tokens, count, length));
    batch.with("targets", Tensor.of(targets, count, length));
    return batch;
  }
}
