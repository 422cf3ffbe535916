/** Tests of what is beside them. */
@NullMarked
package dev.seisei.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
