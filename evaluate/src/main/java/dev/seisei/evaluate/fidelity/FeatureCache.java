package dev.seisei.evaluate.fidelity;

import dev.seisei.core.checkpoint.Safetensors;
import dev.seisei.core.file.Sha256;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Features of images of datasets that were computed before, a file each. What is not as it was
 * written is computed anew; where nothing can be written, nothing is kept.
 */
final class FeatureCache {
  private static final Logger LOG = LoggerFactory.getLogger(FeatureCache.class);

  private static final String TENSOR = "features";
  private static final String KEY = "key";
  private static final String SHA256 = "sha256";

  private final Path folder;

  FeatureCache(Path folder) {
    this.folder = folder;
  }

  /**
   * Which features.
   *
   * @param data hash of the dataset
   * @param part {@code train} or {@code test}
   * @param images how many
   * @param seed that they were chosen by
   * @param extractor hash of the network
   */
  record Key(String data, String part, int images, long seed, String extractor) {
    private String text() {
      return "data=%s part=%s images=%d seed=%d extractor=%s"
          .formatted(data, part, images, seed, extractor);
    }

    private String fileName() {
      Sha256 hash = new Sha256();
      hash.add(text().getBytes(StandardCharsets.UTF_8));
      return hash.hexadecimal().substring(0, 32) + ".safetensors";
    }
  }

  /** The features of a key, [images, D], computed if they are not there. */
  Points get(Key key, int dimensions, Supplier<Points> compute) {
    Path file = folder.resolve(key.fileName());
    return read(file, key, dimensions)
        .orElseGet(
            () -> {
              Points computed = compute.get();
              write(file, key, computed);
              return computed;
            });
  }

  private static Optional<Points> read(Path file, Key key, int dimensions) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      Safetensors stored = Safetensors.open(file);
      require(key.text().equals(stored.metadata().get(KEY)), "it is of something else");
      // Before anything is allocated.
      long[] shape = stored.shape(TENSOR);
      require(
          shape.length == 2
              && shape[0] == key.images()
              && shape[1] == dimensions
              && stored.dtype(TENSOR) == DType.F32,
          "it has other extents");
      try (Tensor features = stored.read(TENSOR)) {
        require(hash(features).equals(stored.metadata().get(SHA256)), "it was changed");
        return Optional.of(new Points(features.toFloats(), dimensions));
      }
    } catch (IllegalArgumentException | UncheckedIOException e) {
      LOG.warn("{} is not as it was written and is computed anew: {}", file, e.getMessage());
      return Optional.empty();
    }
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  private static String hash(Tensor tensor) {
    Sha256 hash = new Sha256();
    hash.add(tensor.bytes());
    return hash.hexadecimal();
  }

  private void write(Path file, Key key, Points points) {
    try (Tensor features = Tensor.of(points.values(), points.size(), points.dimensions())) {
      Files.createDirectories(folder);
      Safetensors.write(
          file, Map.of(TENSOR, features), Map.of(KEY, key.text(), SHA256, hash(features)));
    } catch (IOException e) {
      LOG.warn("features are not kept: {}", e.getMessage());
    }
  }
}
