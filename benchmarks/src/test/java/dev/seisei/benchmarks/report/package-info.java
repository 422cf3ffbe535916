/** Tests of what is beside them. */
@NullMarked
package dev.seisei.benchmarks.report;

import org.jspecify.annotations.NullMarked;
