/**
 * The vector-quantised autoencoder: images as grids of codes, and a transformer that learns which
 * grids there are.
 */
@NullMarked
package dev.seisei.vae.vq;

import org.jspecify.annotations.NullMarked;
