package dev.seisei.engine.kernel;

import dev.seisei.engine.memory.Buffer;
import java.util.List;

/**
 * How a provider would compute a request. The planner converts operands whose layouts differ from
 * those asked for here, and places the result elsewhere if it cannot go where it was wanted.
 *
 * @param implementation as {@code explain()} shows it
 * @param inputs layouts in which the inputs are taken, one an input
 * @param outputs layouts in which the results are written, one an output
 * @param scratchBytes working memory needed while running
 * @param overwrites inputs over which an output may be written, if laid out alike
 * @param binder makes the kernel once addresses are known
 */
public record Proposal(
    String implementation,
    List<Layout> inputs,
    List<Layout> outputs,
    long scratchBytes,
    List<Overwrite> overwrites,
    Binder binder) {

  /** An output that may be written over an input. */
  public record Overwrite(int input, int output) {}

  /** Makes a kernel over fixed memory; each buffer begins at its operand's first element. */
  @FunctionalInterface
  public interface Binder {
    Kernel bind(List<Buffer> inputs, List<Buffer> outputs, Buffer scratch);
  }

  /** Takes everything as it was asked for. */
  public static Proposal asAsked(Request request, String implementation, Binder binder) {
    return new Proposal(
        implementation,
        request.inputs().stream().map(Operand::layout).toList(),
        request.outputs().stream().map(Operand::layout).toList(),
        0,
        List.of(),
        binder);
  }

  /** Takes and writes dense operands only. */
  public static Proposal dense(Request request, String implementation, Binder binder) {
    return new Proposal(
        implementation,
        request.inputs().stream().map(Proposal::densified).toList(),
        request.outputs().stream().map(Proposal::densified).toList(),
        0,
        List.of(),
        binder);
  }

  private static Layout densified(Operand operand) {
    return operand.strided().dense();
  }

  /** With the first output over any of some inputs. */
  public Proposal withInPlace(List<Integer> over) {
    return withOverwrites(over.stream().map(input -> new Overwrite(input, 0)).toList());
  }

  public Proposal withOverwrites(List<Overwrite> pairs) {
    return new Proposal(implementation, inputs, outputs, scratchBytes, pairs, binder);
  }

  /** The inputs over which an output may be written. */
  public List<Integer> under(int output) {
    return overwrites.stream()
        .filter(pair -> pair.output() == output)
        .map(Overwrite::input)
        .toList();
  }

  public Proposal withScratch(long bytes) {
    return new Proposal(implementation, inputs, outputs, bytes, overwrites, binder);
  }
}
