package dev.seisei.data.image;

import dev.seisei.core.dataset.DatasetSource.Registered;
import dev.seisei.data.fetch.Download;
import dev.seisei.data.fetch.Tarball;
import java.io.IOException;
import java.util.List;

/**
 * A dataset of images known by name.
 *
 * @param download the archive that holds it
 * @param classes the classes' names, by label
 * @param conversion how its images are got out of the archive
 */
record RegisteredImages(
    String name,
    String description,
    Download download,
    String licence,
    List<String> classes,
    Conversion conversion) {

  /** Gets images out of an archive. */
  @FunctionalInterface
  interface Conversion {
    ImageParts convert(Tarball archive) throws IOException;
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
