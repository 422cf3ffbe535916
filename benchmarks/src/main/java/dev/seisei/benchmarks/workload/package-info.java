/**
 * The networks that are measured: what every side computes, from which weights, on which batches.
 */
@NullMarked
package dev.seisei.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
