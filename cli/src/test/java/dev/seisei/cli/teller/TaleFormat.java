package dev.seisei.cli.teller;

import dev.seisei.core.checkpoint.ModelFile;
import dev.seisei.core.checkpoint.ModelFormat;
import dev.seisei.core.checkpoint.TensorSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Text files that are models as they are. */
public final class TaleFormat implements ModelFormat {
  @Override
  public String ending() {
    return "tale";
  }

  @Override
  public String description() {
    return "words";
  }

  @Override
  public ModelFile open(Path file) {
    try {
      return new Tale(Files.readString(file).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Tale(String words) implements ModelFile {
    @Override
    public String modelType() {
      return "teller";
    }

    @Override
    public Map<String, Object> config() {
      return Map.of("words", words);
    }

    @Override
    public TensorSource weights() {
      throw new IllegalArgumentException("a tale has no weights");
    }
  }
}
