/** Commands that other modules bring to the command line. */
@NullMarked
package dev.seisei.core.command;

import org.jspecify.annotations.NullMarked;
