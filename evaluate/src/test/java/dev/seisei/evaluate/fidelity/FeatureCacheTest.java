package dev.seisei.evaluate.fidelity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureCacheTest {
  private static final FeatureCache.Key KEY = new FeatureCache.Key("d", "test", 6, 3, "e");

  @TempDir Path folder;
  private int computed;

  private Points get(FeatureCache.Key key, int dimensions) {
    return new FeatureCache(folder.resolve("features"))
        .get(
            key,
            dimensions,
            () -> {
              computed++;
              return Sets.normal(key.images(), dimensions, 1);
            });
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("features"))) {
      return files.toList();
    }
  }

  @Test
  void whatWasComputedOnceIsReadAgain() throws IOException {
    float[] first = get(KEY, 4).values();
    assertArrayEquals(first, get(KEY, 4).values());
    assertEquals(1, computed);
    assertEquals(1, files().size());
  }

  @Test
  void everyPartOfTheKeyCounts() throws IOException {
    get(KEY, 4);
    get(new FeatureCache.Key("d2", "test", 6, 3, "e"), 4);
    get(new FeatureCache.Key("d", "train", 6, 3, "e"), 4);
    get(new FeatureCache.Key("d", "test", 7, 3, "e"), 4);
    get(new FeatureCache.Key("d", "test", 6, 4, "e"), 4);
    get(new FeatureCache.Key("d", "test", 6, 3, "e2"), 4);
    assertEquals(6, computed);
    assertEquals(6, files().size());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 100, -1, -4})
  void aFileThatWasCutOrChangedIsComputedAnewAndReplaced(int at) throws IOException {
    byte[] whole = Files.readAllBytes(written());
    byte[] damaged = Arrays.copyOf(whole, at < 0 ? whole.length : at);
    if (at < 0) {
      damaged[whole.length + at] ^= 1;
    }
    Files.write(written(), damaged);
    get(KEY, 4);
    assertEquals(2, computed);
    assertArrayEquals(whole, Files.readAllBytes(written()));
  }

  private Path written() throws IOException {
    if (computed == 0) {
      get(KEY, 4);
    }
    return files().get(0);
  }

  @Test
  void aFileOfOtherFeaturesIsComputedAnew() throws IOException {
    Path file = written();
    FeatureCache.Key other = new FeatureCache.Key("d2", "test", 6, 3, "e");
    get(other, 4);
    Path theirs = files().stream().filter(each -> !each.equals(file)).findFirst().orElseThrow();
    Files.write(file, Files.readAllBytes(theirs));
    get(KEY, 4);
    get(KEY, 5);
    assertEquals(4, computed);
  }

  @Test
  void whereNothingCanBeWrittenNothingIsKept() throws IOException {
    Files.writeString(folder.resolve("features"), "a file");
    assertEquals(6, get(KEY, 4).size());
    assertEquals(6, get(KEY, 4).size());
    assertEquals(2, computed);
    assertTrue(Files.isRegularFile(folder.resolve("features")));
  }
}
