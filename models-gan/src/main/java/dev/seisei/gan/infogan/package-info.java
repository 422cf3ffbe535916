/** InfoGAN: codes that an image can be told from, discovered without labels. */
@NullMarked
package dev.seisei.gan.infogan;

import org.jspecify.annotations.NullMarked;
