/** The losses of the zoo: static functions, one example a row, minimised, not reduced. */
@NullMarked
package dev.seisei.loss;

import org.jspecify.annotations.NullMarked;
