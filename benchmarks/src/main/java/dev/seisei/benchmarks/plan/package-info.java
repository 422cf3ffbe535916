/** What a plan costs beside its kernels: overhead an operation, compilation. */
@NullMarked
package dev.seisei.benchmarks.plan;

import org.jspecify.annotations.NullMarked;
