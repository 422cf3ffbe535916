/** Where the time of a plan goes. */
@NullMarked
package dev.seisei.benchmarks.plan;

import org.jspecify.annotations.NullMarked;
