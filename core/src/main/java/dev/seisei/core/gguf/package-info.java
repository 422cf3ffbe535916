/** GGUF, the files that llama.cpp reads: metadata and quantised tensors, read and written. */
@NullMarked
package dev.seisei.core.gguf;

import org.jspecify.annotations.NullMarked;
