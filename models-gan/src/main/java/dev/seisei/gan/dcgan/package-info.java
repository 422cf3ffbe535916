/**
 * Convolutional GANs: DCGAN, and what later papers added to it (classes, spectral norm,
 * self-attention).
 */
@NullMarked
package dev.seisei.gan.dcgan;

import org.jspecify.annotations.NullMarked;
