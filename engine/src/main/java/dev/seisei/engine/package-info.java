/**
 * The engine: runs and trains a SameDiff graph fast.
 *
 * <p>Read the packages in this order: {@code memory} (devices, buffers, tensors), {@code graph}
 * (the immutable form), {@code op} (what can be computed, with shape and gradient rules), {@code
 * samediff} (import), {@code gradient}, {@code pass} (graph to graph), {@code kernel} (what a
 * provider offers), {@code reference}, {@code onednn} and {@code jvm} (the providers), {@code plan}
 * (a compiled function with state), {@code param}, {@code optim}, {@code random} and {@code nn}
 * (blocks written in SameDiff).
 */
@NullMarked
package dev.seisei.engine;

import org.jspecify.annotations.NullMarked;
