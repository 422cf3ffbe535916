/** Models that others wrote, made into checkpoints. */
@NullMarked
package dev.seisei.core.importing;

import org.jspecify.annotations.NullMarked;
