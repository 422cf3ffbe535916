/** Compiled functions with state: fusion, placement in memory, running, explaining. */
@NullMarked
package dev.seisei.engine.plan;

import org.jspecify.annotations.NullMarked;
