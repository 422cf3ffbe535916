/** Tests of the variational autoencoder. */
@NullMarked
package dev.seisei.vae;

import org.jspecify.annotations.NullMarked;
