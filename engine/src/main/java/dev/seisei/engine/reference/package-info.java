/** Kernels of libnd4j: slower than others, and what the others are measured against. */
@NullMarked
package dev.seisei.engine.reference;

import org.jspecify.annotations.NullMarked;
