/**
 * Transformers that predict the next token, whatever their blocks: how they are trained, asked for
 * probabilities, and sampled.
 */
@NullMarked
package dev.seisei.transformer.decoder;

import org.jspecify.annotations.NullMarked;
