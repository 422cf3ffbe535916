/** Tests of what trainings are composed of. */
@NullMarked
package dev.seisei.core.train;

import org.jspecify.annotations.NullMarked;
