/** Blocks that three models share, written in SameDiff: composites with their decompositions. */
@NullMarked
package dev.seisei.engine.nn;

import org.jspecify.annotations.NullMarked;
