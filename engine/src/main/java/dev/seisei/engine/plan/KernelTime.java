package dev.seisei.engine.plan;

/**
 * How long a kernel of a plan takes.
 *
 * @param operation the operation's name, such as {@code matmul}
 * @param result type and shape of the first result
 * @param implementation the provider's name for the code
 * @param multiplications of numbers, each with an addition: of matrix products and convolutions
 *     with their gradients, taps on padding included, but no channels that a layout adds; 0 of
 *     others
 * @param milliseconds on average
 */
public record KernelTime(
    String operation,
    String result,
    String implementation,
    long multiplications,
    double milliseconds) {
  static KernelTime of(Task task, double milliseconds) {
    return new KernelTime(
        task.op().opName(),
        task.outputs().get(0).layout().toString(),
        task.proposal().implementation(),
        task.multiplications(),
        milliseconds);
  }
}
