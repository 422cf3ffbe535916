/** AnoGAN: how near a generator of normal images comes to an image, found by searching. */
@NullMarked
package dev.seisei.gan.anogan;

import org.jspecify.annotations.NullMarked;
