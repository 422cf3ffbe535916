/** What is asked of a generator by its latents: drawing, truncating, going from one to another. */
@NullMarked
package dev.seisei.gan.latent;

import org.jspecify.annotations.NullMarked;
