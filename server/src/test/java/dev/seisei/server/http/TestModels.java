package dev.seisei.server.http;

import dev.seisei.core.checkpoint.CheckpointWriter;
import dev.seisei.core.checkpoint.ModelCard;
import dev.seisei.server.pattern.PatternConfig;
import dev.seisei.server.tale.TaleConfig;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Models on disk, for a server that a test starts: {@code stripes} in the zoo, {@code dots} in the
 * configured folder, with the argument {@code stepping} {@code tale} there, and with the argument
 * {@code broken} two more that cannot be opened.
 */
public final class TestModels implements QuarkusTestResourceLifecycleManager {
  private static final String HOME = "seisei.home";

  private Map<String, String> arguments = Map.of();
  private @Nullable Path folder;

  @Override
  public void init(Map<String, String> arguments) {
    this.arguments = arguments;
  }

  @Override
  public Map<String, String> start() {
    try {
      Path home = Files.createTempDirectory("seisei-server");
      folder = home;
      Path models = home.resolve("models");
      save(home.resolve("zoo/stripes"), 64);
      save(models.resolve("dots"), 8);
      Files.createDirectories(models.resolve("no model"));
      if (arguments.containsKey("stepping")) {
        CheckpointWriter.to(models.resolve("tale")).config("tale", new TaleConfig(4)).commit();
      }
      if (arguments.containsKey("broken")) {
        breakConfig(models.resolve("mistyped"), "{\"model_type\": \"pattern\", \"size\": -3}");
        breakConfig(models.resolve("unknown"), "{\"model_type\": \"martian\"}");
      }
      System.setProperty(HOME, home.toString());
      return Map.of("seisei.server.models", models.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void save(Path folder, int rowsPerRun) {
    CheckpointWriter.to(folder)
        .config("pattern", new PatternConfig(8, rowsPerRun))
        .training(Map.of("steps", 7))
        .card(new ModelCard(Map.of("license", "apache-2.0"), "# Patterns\n"))
        .commit();
  }

  private static void breakConfig(Path folder, String config) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("config.json"), config);
  }

  @Override
  public void stop() {
    System.clearProperty(HOME);
    if (folder != null) {
      try (Stream<Path> files = Files.walk(folder)) {
        List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        for (Path file : deepestFirst) {
          Files.delete(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
