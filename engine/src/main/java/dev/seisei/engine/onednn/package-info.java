/**
 * Kernels on the CPU by oneDNN: products, convolutions, elementwise functions, reductions, norms.
 *
 * <p>A request is turned into a {@link dev.seisei.engine.onednn.Recipe}: one primitive or a few, on
 * inputs, outputs and temporaries. Primitives are made once for each {@link
 * dev.seisei.engine.onednn.Spec} and shared; a kernel owns only its arguments. oneDNN's plain loops
 * (implementations it calls {@code ref}) are a hundred times slower than its generated code and are
 * not used, except on a handful of elements: where they are all that oneDNN offers, the recipe goes
 * another way, or the request is left to other providers.
 */
@NullMarked
package dev.seisei.engine.onednn;

import org.jspecify.annotations.NullMarked;
