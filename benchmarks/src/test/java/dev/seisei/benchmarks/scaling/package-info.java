/** Tests of what is beside them. */
@NullMarked
package dev.seisei.benchmarks.scaling;

import org.jspecify.annotations.NullMarked;
