/**
 * Every loss of the zoo, once.
 *
 * <p>Each class is one loss and states its formula once; from it come three forms:
 *
 * <ul>
 *   <li><b>in a graph</b>: static functions of {@link org.nd4j.autodiff.samediff.SDVariable}. The
 *       result is {@code [N]}, one number an example, in nats where it is a likelihood, and always
 *       to be minimised. Nothing is reduced over the examples, nothing is drawn at random, and
 *       there are no parameters: the caller weights and averages, in one visible line;
 *   <li><b>as a number</b>: the same functions of {@code double[]} (one example), {@code
 *       double[][]} (one example a row) and {@link org.nd4j.linalg.api.ndarray.INDArray}, computed
 *       in double precision. These refuse NaN and say where it was; the graph lets it through;
 *   <li><b>in a Deeplearning4j layer</b>: where a loss compares a layer's output with labels, an
 *       instance of its class is an {@link org.nd4j.linalg.lossfunctions.ILossFunction}.
 * </ul>
 *
 * <p>Examples lie along the first axis; whatever follows is one example, and is summed over. An
 * array of rank 1 is one example, and its result has one element. In a graph it is that only if
 * SameDiff knows the shape of an input, as it does of placeholders and variables, but not of what
 * an operation computes: there the first axis is always that of the examples. Shapes that differ
 * are an {@link IllegalArgumentException} that names both, in a graph as far as SameDiff knows
 * them.
 *
 * <p>A logarithm of a probability takes it as at least 2<sup>−126</sup>, the smallest normal float,
 * in every precision: −log 0 is 87.336544750553109, and its gradient is 0. Losses of logits need no
 * such floor, and are to be preferred.
 */
@NullMarked
package dev.seisei.loss;

import org.jspecify.annotations.NullMarked;
