/** Tests of GGUF files. */
@NullMarked
package dev.seisei.core.gguf;

import org.jspecify.annotations.NullMarked;
