/** Graph-to-graph passes: binding dimensions, expanding composites, merging equal nodes. */
@NullMarked
package dev.seisei.engine.pass;

import org.jspecify.annotations.NullMarked;
