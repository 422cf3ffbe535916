/** Processes of their own, in which things are measured. */
@NullMarked
package dev.seisei.benchmarks.process;

import org.jspecify.annotations.NullMarked;
