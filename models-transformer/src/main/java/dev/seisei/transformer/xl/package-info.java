/**
 * Transformer-XL: a decoder that carries the features of the segments before into the next one.
 * {@code XlConfig} first, then {@code XlGraph}.
 */
@NullMarked
package dev.seisei.transformer.xl;

import org.jspecify.annotations.NullMarked;
