/** Tests of what is beside them. */
@NullMarked
package dev.seisei.benchmarks.limits;

import org.jspecify.annotations.NullMarked;
