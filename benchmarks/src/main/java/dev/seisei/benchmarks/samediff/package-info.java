/** SameDiff as it comes: its own session, its own gradients, ND4J's Adam. */
@NullMarked
package dev.seisei.benchmarks.samediff;

import org.jspecify.annotations.NullMarked;
