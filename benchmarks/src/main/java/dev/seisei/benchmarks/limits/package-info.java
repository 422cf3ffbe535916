/** What this machine can do at most: multiplications and memory. */
@NullMarked
package dev.seisei.benchmarks.limits;

import org.jspecify.annotations.NullMarked;
