/** Tests of latent spaces. */
@NullMarked
package dev.seisei.vae.latent;

import org.jspecify.annotations.NullMarked;
