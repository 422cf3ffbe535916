/** Reverse-mode differentiation of the immutable graph. */
@NullMarked
package dev.seisei.engine.gradient;

import org.jspecify.annotations.NullMarked;
