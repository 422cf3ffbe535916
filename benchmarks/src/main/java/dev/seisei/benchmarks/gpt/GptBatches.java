package dev.seisei.benchmarks.gpt;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The batches that every side trains on: stretches of a real text, drawn at random, the same for
 * the same workload and step.
 *
 * <p>The text is chapters 1–3, 5, 6, 8–15 and 17–19 of Herman Melville's Moby Dick (in the public
 * domain): those of the first nineteen without digits, the chapters' numbers taken off and the dash
 * written {@code --}, which leaves 65 distinct characters. A character's token is its rank among
 * them.
 */
public final class GptBatches {

  private static final String RESOURCE = "/dev/seisei/benchmarks/moby-dick.txt";

  private final GptWorkload workload;
  private final int[] text;

  /**
   * Reads the text.
   *
   * @throws IllegalArgumentException if the workload's vocabulary is smaller than the text's
   */
  public GptBatches(GptWorkload workload) {
    this.workload = workload;
    String characters = readText();
    int[] alphabet = characters.chars().sorted().distinct().toArray();
    if (alphabet.length > workload.vocabulary()) {
      throw new IllegalArgumentException(
          "vocabulary must be >= " + alphabet.length + ", got " + workload.vocabulary());
    }
    text = characters.chars().map(c -> Arrays.binarySearch(alphabet, c)).toArray();
  }

  private static String readText() {
    try (InputStream in = GptBatches.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the tokens that go into the given step: {@code [batch][context]}. */
  public int[][] tokens(int step) {
    return stretches(step, 0);
  }

  /** Returns the tokens that follow those of {@link #tokens}: {@code [batch][context]}. */
  public int[][] targets(int step) {
    return stretches(step, 1);
  }

  private int[][] stretches(int step, int shift) {
    int length = workload.context();
    RandomGenerator random = new SplittableRandom(workload.seed() * 1_000_003 + step);
    int[][] stretches = new int[workload.batch()][];
    for (int row = 0; row < stretches.length; row++) {
      int start = random.nextInt(text.length - length) + shift;
      stretches[row] = Arrays.copyOfRange(text, start, start + length);
    }
    return stretches;
  }
}
