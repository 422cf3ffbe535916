/** Kernels and plans under JMH. */
@NullMarked
package dev.seisei.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
