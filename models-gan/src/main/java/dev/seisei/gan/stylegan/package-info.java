/** StyleGAN2: a mapping network, and a synthesis network whose convolutions it modulates. */
@NullMarked
package dev.seisei.gan.stylegan;

import org.jspecify.annotations.NullMarked;
