package dev.seisei.engine.kernel;

import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Op;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.memory.DType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A source of kernels for one kind of device, found by {@link java.util.ServiceLoader} and asked in
 * order of {@link #priority}. Every kernel it offers is tested against the reference.
 *
 * <p>Thread-safe; its constructor starts no native code.
 */
public interface KernelProvider {
  /** The name shown by {@code explain()}, such as {@code onednn}. */
  String name();

  /** Providers with a higher number are asked first; the reference has 0. */
  int priority();

  /**
   * Whether to keep an operation that has a decomposition whole, because {@link #propose} has a
   * better way.
   */
  boolean claims(Node node);

  /**
   * Whether a function can be applied to a kernel's result before it is written.
   *
   * @param producer the kernel's operation, and {@code soFar} what is applied already
   * @param next the function; its second operand, if it takes one, has the type {@code operand}
   */
  default boolean fuses(
      Op producer, TensorType result, List<PostOp> soFar, Op next, @Nullable TensorType operand) {
    return false;
  }

  /** How an operand in float32 may be handed over where a plan multiplies in bfloat16. */
  enum Narrow {
    /** With all its bits. */
    NEVER,
    /** As it is stored, in float32 or in bfloat16. */
    POSSIBLE,
    /** Rounded to bfloat16, for speed. */
    BETTER
  }

  /** How {@link #propose} would take one of an operation's operands. */
  default Narrow narrow(Op op, int input) {
    return Narrow.NEVER;
  }

  /**
   * Whether {@link #propose} can take an operand that changes seldom, such as weights, stored in
   * fewer bits than its type has.
   *
   * @param stored such as bfloat16, or 8-bit integers with scales that a copy brings along
   */
  default boolean takesWeights(Op op, int input, DType stored) {
    return false;
  }

  /**
   * The layout in which an operation's operand is taken without a copy, if that is not row-major;
   * null if it makes no difference.
   */
  default @Nullable Strided prefers(Op op, int input, Strided rowMajor) {
    return null;
  }

  /** Whether {@link #propose} can compute an operation's results into bfloat16. */
  default boolean givesNarrow(Op op) {
    return false;
  }

  /**
   * A way to compute a request, or null to leave it to others. Operands may be stored in bfloat16
   * where {@link #narrow} and {@link #givesNarrow} said so, and are not elsewhere.
   */
  @Nullable Proposal propose(Request request);
}
