/** How the cost of a training step grows with its sizes and with threads. */
@NullMarked
package dev.seisei.benchmarks.scaling;

import org.jspecify.annotations.NullMarked;
