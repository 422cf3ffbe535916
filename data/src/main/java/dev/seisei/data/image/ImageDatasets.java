package dev.seisei.data.image;

import dev.seisei.core.checkpoint.Home;
import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.DatasetSource;
import dev.seisei.core.progress.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The registered datasets of images, and folders of pictures as {@code images:PATH}. */
public final class ImageDatasets implements DatasetSource {
  private static final String FOLDER = "images";

  private final Path root;
  private final List<RegisteredImages> downloads;

  /** What is registered, in the folder {@code data} of the user's cache. */
  public ImageDatasets() {
    this(
        Home.cache().resolve("data"),
        List.of(Mnist.registered(), FashionMnist.registered(), Cifar10.registered()));
  }

  ImageDatasets(Path root, List<RegisteredImages> downloads) {
    this.root = root;
    this.downloads = downloads;
  }

  @Override
  public List<Registered> registered() {
    ImageCache cache = new ImageCache(root);
    List<Registered> all = new ArrayList<>();
    all.add(MnistMini.describe());
    downloads.forEach(dataset -> all.add(dataset.describe(cache.present(dataset))));
    return all;
  }

  @Override
  public List<String> prefixes() {
    return List.of(FOLDER);
  }

  @Override
  public Dataset open(String reference) {
    if (reference.equals(MnistMini.NAME)) {
      return MnistMini.open();
    }
    if (reference.startsWith(FOLDER + ":")) {
      return ImageFolder.open(reference, Path.of(reference.substring(FOLDER.length() + 1)));
    }
    RegisteredImages dataset = find(reference);
    ImageCache cache = new ImageCache(root);
    if (!cache.present(dataset)) {
      throw new IllegalArgumentException(
          reference
              + " is not on this machine yet, or its cached copy in "
              + cache.folder(reference)
              + " is damaged; get it by: seisei data fetch "
              + reference);
    }
    try {
      return cache.open(dataset);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the cached copy of "
              + reference
              + " is damaged ("
              + e.getMessage()
              + "); mend it by: seisei data fetch "
              + reference,
          e);
    }
  }

  private RegisteredImages find(String name) {
    return downloads.stream()
        .filter(dataset -> dataset.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no dataset is called " + name));
  }

  @Override
  public Path fetch(String name, Optional<Path> from, Progress progress) {
    if (name.equals(MnistMini.NAME)) {
      throw new IllegalArgumentException(name + " comes with Seisei; there is nothing to fetch");
    }
    try {
      return new ImageCache(root).fetch(find(name), from, progress);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot fetch " + name + ": " + e.getMessage(), e);
    }
  }
}
