/** Tests of what is beside them. */
@NullMarked
package dev.seisei.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
