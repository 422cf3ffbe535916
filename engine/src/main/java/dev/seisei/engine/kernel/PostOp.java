package dev.seisei.engine.kernel;

import dev.seisei.engine.graph.Op;

/**
 * A function applied to a kernel's result before it is written.
 *
 * @param op a function of one element, or of two
 * @param operand for a function of two: which of the request's inputs is the second; else -1
 */
public record PostOp(Op op, int operand) {}
