/** Kernels in plain Java: moving, indexing, counting, drawing. Starts no native library. */
@NullMarked
package dev.seisei.engine.jvm;

import org.jspecify.annotations.NullMarked;
