/** Tests of what is beside them. */
@NullMarked
package dev.seisei.benchmarks.process;

import org.jspecify.annotations.NullMarked;
