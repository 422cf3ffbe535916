/**
 * GPT-2: a decoder of blocks of attention and of an MLP, each after a layer norm, with learned
 * positions. {@code Gpt2Config} first, then {@code Gpt2Graph}.
 */
@NullMarked
package dev.seisei.transformer.gpt2;

import org.jspecify.annotations.NullMarked;
