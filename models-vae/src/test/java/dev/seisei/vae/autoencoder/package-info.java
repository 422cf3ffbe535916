/** Tests of the package. */
@NullMarked
package dev.seisei.vae.autoencoder;

import org.jspecify.annotations.NullMarked;
