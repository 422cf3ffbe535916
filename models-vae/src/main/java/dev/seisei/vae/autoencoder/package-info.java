/** The deterministic autoencoder, with a density fitted to its codes to sample from. */
@NullMarked
package dev.seisei.vae.autoencoder;

import org.jspecify.annotations.NullMarked;
