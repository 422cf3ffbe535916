/** Latent spaces: drawing points, going from one to another, and making images of them. */
@NullMarked
package dev.seisei.vae.latent;

import org.jspecify.annotations.NullMarked;
