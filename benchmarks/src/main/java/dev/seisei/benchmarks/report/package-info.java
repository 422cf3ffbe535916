/** What is told of measurements: quantiles, tables, JSON, plots. */
@NullMarked
package dev.seisei.benchmarks.report;

import org.jspecify.annotations.NullMarked;
