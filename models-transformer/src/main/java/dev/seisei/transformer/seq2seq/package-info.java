/**
 * The encoder-decoder Transformer: a source is read whole, and a target written token by token.
 * {@code Seq2SeqConfig} first, then {@code Seq2SeqGraph}.
 */
@NullMarked
package dev.seisei.transformer.seq2seq;

import org.jspecify.annotations.NullMarked;
