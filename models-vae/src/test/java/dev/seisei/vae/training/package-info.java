/** Tests of the package. */
@NullMarked
package dev.seisei.vae.training;

import org.jspecify.annotations.NullMarked;
