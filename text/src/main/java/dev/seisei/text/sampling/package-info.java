/** From a model's logits to a token: the sampler chain and beam search. */
@NullMarked
package dev.seisei.text.sampling;

import org.jspecify.annotations.NullMarked;
