/** Models in GGUF files: opened as they are, made into checkpoints, and written. */
@NullMarked
package dev.seisei.transformer.gguf;

import org.jspecify.annotations.NullMarked;
