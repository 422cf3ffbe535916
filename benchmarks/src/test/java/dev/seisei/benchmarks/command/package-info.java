/** Tests of what is beside them. */
@NullMarked
package dev.seisei.benchmarks.command;

import org.jspecify.annotations.NullMarked;
