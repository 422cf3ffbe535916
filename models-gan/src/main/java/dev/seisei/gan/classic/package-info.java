/** The GAN as it was first described, of fully connected networks. */
@NullMarked
package dev.seisei.gan.classic;

import org.jspecify.annotations.NullMarked;
