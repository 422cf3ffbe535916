/** Tests of what pictures are seen by. */
@NullMarked
package dev.seisei.gan.perception;

import org.jspecify.annotations.NullMarked;
