package dev.seisei.data.text;

import dev.seisei.core.dataset.DatasetSource.Registered;
import dev.seisei.data.fetch.Download;
import dev.seisei.data.fetch.Tarball;
import java.io.IOException;
import java.util.List;

/**
 * Text known by name.
 *
 * @param download the archive that holds it
 * @param conversion how its documents are got out of the archive
 */
record RegisteredText(
    String name, String description, Download download, String licence, Conversion conversion) {

  /** Gets documents out of an archive, in order. */
  @FunctionalInterface
  interface Conversion {
    List<String> convert(Tarball archive) throws IOException;
  }

  Registered describe(boolean present) {
    return new Registered(
        name,
        description,
        download.source(),
        download.bytes(),
        download.sha256(),
        licence,
        present);
  }
}
