/** Tests of the losses. */
@NullMarked
package dev.seisei.loss;

import org.jspecify.annotations.NullMarked;
