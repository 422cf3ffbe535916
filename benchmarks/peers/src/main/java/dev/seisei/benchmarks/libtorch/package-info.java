/** libtorch, through DJL. */
@NullMarked
package dev.seisei.benchmarks.libtorch;

import org.jspecify.annotations.NullMarked;
