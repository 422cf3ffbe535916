package dev.seisei.engine.op;

/**
 * A kind of composite: an operation defined by its decomposition, which a kernel provider may claim
 * whole.
 *
 * @param name as providers and {@code explain()} know it, such as {@code layer_norm}
 * @param fusedGradient whether its gradient, too, is offered to providers whole (as {@code
 *     layer_norm_gradient}); else the decomposition is differentiated piece by piece
 */
public record CompositeType(String name, boolean fusedGradient) {}
