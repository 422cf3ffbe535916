/** A family that writes texts letter by letter, many side by side, and counts its steps. */
@NullMarked
package dev.seisei.server.tale;

import org.jspecify.annotations.NullMarked;
