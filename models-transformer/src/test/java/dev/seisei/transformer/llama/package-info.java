@NullMarked
package dev.seisei.transformer.llama;

import org.jspecify.annotations.NullMarked;
