package dev.seisei.transformer;

import java.util.Arrays;

/**
 * Which elements of a query or key are turned together: the rows of the projections that make them
 * are stored in one of two orders, and the same model is right in both, if it is read as it was
 * written.
 *
 * <p>With D elements a head, pair i of {@code INTERLEAVED} is rows 2i and 2i + 1, of {@code HALVES}
 * rows i and i + D/2. The engine turns halves, as Hugging Face does.
 */
public enum RotaryRows {
  /** As the first Llama, llama2.c, and GGUF of some architectures have them. */
  INTERLEAVED,
  /** As Hugging Face's checkpoints have them, and GGUF of the other architectures. */
  HALVES;

  /**
   * The order in GGUF files, whose converter reorders rows of some architectures.
   *
   * @param architecture the value of {@code general.architecture}
   * @throws IllegalArgumentException if its order is not known here, naming those that are
   */
  public static RotaryRows ofGguf(String architecture) {
    return switch (architecture) {
      // Mistral, TinyLlama and the first two SmolLM are llama, too.
      case "llama", "mistral3", "smollm3" -> INTERLEAVED;
      case "qwen2", "qwen3" -> HALVES;
      default ->
          throw new IllegalArgumentException(
              "in which order GGUF has the rotary rows of the architecture "
                  + architecture
                  + " is not known; it is of llama, mistral3, smollm3, qwen2, qwen3");
    };
  }

  /**
   * Rows in this order brought into another.
   *
   * @param rows of a projection to heads, or of its bias: all of head 0, then of head 1, and so on
   * @param headRows D, even
   * @param rowElements how many numbers a row has; 1 for a bias
   * @return a new array
   * @throws IllegalArgumentException if the rows are not whole heads
   */
  public float[] to(RotaryRows other, float[] rows, int headRows, int rowElements) {
    int headElements = Math.multiplyExact(headRows, rowElements);
    if (headRows % 2 != 0 || rows.length % headElements != 0) {
      throw new IllegalArgumentException(
          rows.length + " numbers are no rows of heads of " + headRows + " times " + rowElements);
    }
    if (this == other) {
      return Arrays.copyOf(rows, rows.length);
    }
    float[] result = new float[rows.length];
    for (int row = 0; row < rows.length / rowElements; row++) {
      int head = row / headRows * headRows;
      int from = head + source(row % headRows, headRows);
      System.arraycopy(rows, from * rowElements, result, row * rowElements, rowElements);
    }
    return result;
  }

  /** Which row of this order is a head's row in the other. */
  private int source(int row, int headRows) {
    int half = headRows / 2;
    return switch (this) {
      case INTERLEAVED -> row < half ? 2 * row : 2 * (row - half) + 1;
      case HALVES -> row % 2 == 0 ? row / 2 : half + row / 2;
    };
  }
}
