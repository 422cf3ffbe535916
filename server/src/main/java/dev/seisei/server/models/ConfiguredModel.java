package dev.seisei.server.models;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A model that was asked for: being opened, open, or broken.
 *
 * @param id the name of its folder
 * @param opening completed when it is open or broken
 */
public record ConfiguredModel(String id, Path folder, CompletableFuture<ServedModel> opening) {
  /** The model, if it is open. */
  public Optional<ServedModel> served() {
    return opening.isDone() && !opening.isCompletedExceptionally()
        ? Optional.of(opening.join())
        : Optional.empty();
  }

  /** Why it cannot be served, if it cannot. */
  public Optional<String> defect() {
    return opening.isCompletedExceptionally()
        ? Optional.of(opening.handle((served, failure) -> message(failure)).join())
        : Optional.empty();
  }

  private static String message(Throwable failure) {
    Throwable cause = failure;
    if (failure instanceof CompletionException && failure.getCause() != null) {
      cause = failure.getCause();
    }
    return cause instanceof IllegalArgumentException || cause instanceof IllegalStateException
        ? String.valueOf(cause.getMessage())
        : cause.toString();
  }
}
