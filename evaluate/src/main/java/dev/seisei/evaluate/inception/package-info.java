/** The network whose features papers compute the Fréchet inception distance by. */
@NullMarked
package dev.seisei.evaluate.inception;

import org.jspecify.annotations.NullMarked;
