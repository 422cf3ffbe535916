package dev.seisei.core.gguf;

import dev.seisei.engine.memory.HalfFloat;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The types of tensors: how many bytes hold how many elements, and how they become numbers.
 *
 * <p>Elements are stored in blocks along rows; a plain type has blocks of one. All is
 * little-endian, and scales are F16. The names and layouts are ggml's; the Javadoc of {@link
 * PlainBlocks}, {@link KBlocks} and {@link TableBlocks} has them.
 */
public enum GgufType {
  F32(0, 1, 4),
  F16(1, 1, 2),
  BF16(30, 1, 2),
  Q4_0(2, 32, 18),
  Q4_1(3, 32, 20),
  Q5_0(6, 32, 22),
  Q5_1(7, 32, 24),
  Q8_0(8, 32, 34),
  Q2_K(10, 256, 84),
  Q3_K(11, 256, 110),
  Q4_K(12, 256, 144),
  Q5_K(13, 256, 176),
  Q6_K(14, 256, 210),
  IQ2_XXS(16, 256, 66),
  IQ4_NL(20, 32, 18);

  /** What other numbers mean, for messages. */
  private static final Map<Integer, String> OTHERS =
      Map.ofEntries(
          Map.entry(9, "Q8_1"),
          Map.entry(15, "Q8_K"),
          Map.entry(17, "IQ2_XS"),
          Map.entry(18, "IQ3_XXS"),
          Map.entry(19, "IQ1_S"),
          Map.entry(21, "IQ3_S"),
          Map.entry(22, "IQ2_S"),
          Map.entry(23, "IQ4_XS"),
          Map.entry(24, "I8"),
          Map.entry(25, "I16"),
          Map.entry(26, "I32"),
          Map.entry(27, "I64"),
          Map.entry(28, "F64"),
          Map.entry(29, "IQ1_M"),
          Map.entry(34, "TQ1_0"),
          Map.entry(35, "TQ2_0"),
          Map.entry(39, "MXFP4"));

  private final int id;
  private final int blockElements;
  private final int blockBytes;

  GgufType(int id, int blockElements, int blockBytes) {
    this.id = id;
    this.blockElements = blockElements;
    this.blockBytes = blockBytes;
  }

  /** The number that files have for it. */
  public int id() {
    return id;
  }

  /** How many elements a block has; a row's length is a multiple. */
  public int blockElements() {
    return blockElements;
  }

  /** How many bytes a block has. */
  public int blockBytes() {
    return blockBytes;
  }

  /**
   * How many bytes so many elements take.
   *
   * @throws IllegalArgumentException if they do not fill whole blocks
   * @throws ArithmeticException if that is 2^63 or more
   */
  public long bytes(long elements) {
    requireBlocks(elements);
    return Math.multiplyExact(elements / blockElements, (long) blockBytes);
  }

  private void requireBlocks(long elements) {
    if (elements < 0 || elements % blockElements != 0) {
      throw new IllegalArgumentException(
          this + " has blocks of " + blockElements + " elements, which do not fill " + elements);
    }
  }

  /**
   * Makes numbers of blocks, as ggml's plain C code does, bit for bit.
   *
   * @param in whole blocks from its position on, which does not move; little-endian
   * @param elements how many numbers to make
   * @throws IndexOutOfBoundsException if there are fewer, or no room for them
   */
  public void dequantise(ByteBuffer in, int elements, float[] out, int to) {
    requireBlocks(elements);
    int at = in.position();
    for (int i = 0; i < elements; i += blockElements) {
      dequantiseBlock(in, at, out, to + i);
      at += blockBytes;
    }
  }

  /** One block: from its first byte on, to where its first element goes. */
  private void dequantiseBlock(ByteBuffer in, int at, float[] out, int to) {
    switch (this) {
      case F32 -> out[to] = in.getFloat(at);
      case F16 -> out[to] = HalfFloat.toFloat(in.getShort(at));
      case BF16 -> out[to] = Float.intBitsToFloat(in.getShort(at) << 16);
      case Q4_0 -> PlainBlocks.q40(in, at, out, to);
      case Q4_1 -> PlainBlocks.q41(in, at, out, to);
      case Q5_0 -> PlainBlocks.q50(in, at, out, to);
      case Q5_1 -> PlainBlocks.q51(in, at, out, to);
      case Q8_0 -> PlainBlocks.q80(in, at, out, to);
      case Q2_K -> KBlocks.q2(in, at, out, to);
      case Q3_K -> KBlocks.q3(in, at, out, to);
      case Q4_K -> KBlocks.q4(in, at, out, to);
      case Q5_K -> KBlocks.q5(in, at, out, to);
      case Q6_K -> KBlocks.q6(in, at, out, to);
      case IQ2_XXS -> TableBlocks.iq2xxs(in, at, out, to);
      case IQ4_NL -> TableBlocks.iq4nl(in, at, out, to);
    }
  }

  /**
   * Whether numbers can be stored as this type here: the others need a search for their scales that
   * depends on what the weights are used with.
   */
  public boolean canQuantise() {
    return switch (this) {
      case F32, F16, BF16, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0 -> true;
      default -> false;
    };
  }

  /**
   * Makes blocks of numbers, as ggml's reference does, bit for bit; of numbers that are not finite,
   * blocks of whatever bits.
   *
   * @param in whole blocks of numbers
   * @param out gets the blocks at its position, which moves behind them; little-endian
   * @throws IllegalArgumentException if they do not fill whole blocks, or this type cannot be
   *     written
   */
  public void quantise(float[] in, int from, int elements, ByteBuffer out) {
    requireBlocks(elements);
    for (int i = from; i < from + elements; i += blockElements) {
      switch (this) {
        case F32 -> out.putFloat(in[i]);
        case F16 -> out.putShort(HalfFloat.toHalf(in[i]));
        case BF16 -> out.putShort(HalfFloat.toBfloat16(in[i]));
        case Q4_0 -> PlainBlocks.toQ40(in, i, out);
        case Q4_1 -> PlainBlocks.toQ41(in, i, out);
        case Q5_0 -> PlainBlocks.toQ50(in, i, out);
        case Q5_1 -> PlainBlocks.toQ51(in, i, out);
        case Q8_0 -> PlainBlocks.toQ80(in, i, out);
        default -> throw new IllegalArgumentException(this + " can be read and not written");
      }
    }
  }

  /** The type of a number in a file; empty if it is not supported. */
  static Optional<GgufType> find(int id) {
    return Arrays.stream(values()).filter(type -> type.id == id).findFirst();
  }

  /** What a number means, as far as that is known. */
  static String describe(int id) {
    String name = OTHERS.get(id);
    return name == null ? Integer.toUnsignedString(id) : name + " (" + id + ")";
  }

  static List<GgufType> names() {
    return List.of(values());
  }
}
