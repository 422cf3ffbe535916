/** Folders as Hugging Face has them. */
@NullMarked
package dev.seisei.transformer.huggingface;

import org.jspecify.annotations.NullMarked;
