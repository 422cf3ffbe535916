/** Tests of the package. */
@NullMarked
package dev.seisei.vae.vq;

import org.jspecify.annotations.NullMarked;
