@NullMarked
package dev.seisei.gan.latent;

import org.jspecify.annotations.NullMarked;
