package dev.seisei.text.sampling;

/**
 * A token and how probable the model thinks it is.
 *
 * @param logprob the logarithm of its probability, in nats
 */
public record TokenLogprob(int id, double logprob) {}
