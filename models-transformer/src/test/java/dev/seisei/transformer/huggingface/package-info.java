@NullMarked
package dev.seisei.transformer.huggingface;

import org.jspecify.annotations.NullMarked;
