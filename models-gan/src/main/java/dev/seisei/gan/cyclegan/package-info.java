/** CycleGAN: from images of one kind to images of another and back, learned without pairs. */
@NullMarked
package dev.seisei.gan.cyclegan;

import org.jspecify.annotations.NullMarked;
