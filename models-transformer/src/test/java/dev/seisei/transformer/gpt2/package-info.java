@NullMarked
package dev.seisei.transformer.gpt2;

import org.jspecify.annotations.NullMarked;
