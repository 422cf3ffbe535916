/** The {@code seisei} command: trains, samples, evaluates and lists whatever it finds. */
@NullMarked
package dev.seisei.cli;

import org.jspecify.annotations.NullMarked;
