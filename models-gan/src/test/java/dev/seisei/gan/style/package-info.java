/** Tests of style transfer. */
@NullMarked
package dev.seisei.gan.style;

import org.jspecify.annotations.NullMarked;
