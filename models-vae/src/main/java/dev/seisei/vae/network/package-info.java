/** Encoders and decoders of images, which the autoencoders here share. */
@NullMarked
package dev.seisei.vae.network;

import org.jspecify.annotations.NullMarked;
