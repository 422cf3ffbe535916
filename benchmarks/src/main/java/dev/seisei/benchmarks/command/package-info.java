/** The command {@code seisei bench}. */
@NullMarked
package dev.seisei.benchmarks.command;

import org.jspecify.annotations.NullMarked;
