/** Llama and its kin: RMS norm, rotary positions, SwiGLU, grouped queries. */
@NullMarked
package dev.seisei.transformer.llama;

import org.jspecify.annotations.NullMarked;
