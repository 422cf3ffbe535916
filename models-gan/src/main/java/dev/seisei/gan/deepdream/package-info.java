/** DeepDream: pictures changed so that a layer of a network sees more in them. */
@NullMarked
package dev.seisei.gan.deepdream;

import org.jspecify.annotations.NullMarked;
