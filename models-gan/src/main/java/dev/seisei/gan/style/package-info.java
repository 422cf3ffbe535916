/** Neural style transfer: the content of one picture in the style of another. */
@NullMarked
package dev.seisei.gan.style;

import org.jspecify.annotations.NullMarked;
