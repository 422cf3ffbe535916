@NullMarked
package dev.seisei.transformer.gguf;

import org.jspecify.annotations.NullMarked;
