package dev.seisei.core.model;

import dev.seisei.core.progress.Progress;
import java.util.List;

/** What a generator also is if it says how likely a text is: measures of text ask for it. */
public interface LanguageModel {
  /**
   * How likely some text is.
   *
   * @param nats −log p of all its tokens
   * @param tokens how many those are
   * @param characters code points of the text
   * @param bytes of the text in UTF-8
   */
  record TextLikelihood(double nats, long tokens, long characters, long bytes) {}

  /**
   * Measures documents, one after another. Every token is predicted once, from what stands before
   * it; how far back a model looks is its own.
   *
   * @throws IllegalArgumentException if the model's vocabulary cannot express them
   * @throws java.util.concurrent.CancellationException if the progress asks for it
   */
  TextLikelihood likelihood(List<String> documents, Progress progress);
}
