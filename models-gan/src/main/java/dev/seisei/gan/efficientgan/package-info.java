/** EfficientGAN: a GAN with an encoder, and how anomalous an image is by both. */
@NullMarked
package dev.seisei.gan.efficientgan;

import org.jspecify.annotations.NullMarked;
