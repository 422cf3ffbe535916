/** A trained model in a folder: reading, writing, resuming. */
@NullMarked
package dev.seisei.core.checkpoint;

import org.jspecify.annotations.NullMarked;
