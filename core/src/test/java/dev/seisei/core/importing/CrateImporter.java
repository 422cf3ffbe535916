package dev.seisei.core.importing;

import dev.seisei.core.checkpoint.CheckpointWriter;
import dev.seisei.core.model.ConstantFamily;
import dev.seisei.core.progress.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a number from a text file, and keeps the vocabulary as it is. */
public final class CrateImporter implements Importer {
  @Override
  public String kind() {
    return "crate";
  }

  @Override
  public String description() {
    return "a number in words";
  }

  @Override
  public void convert(Path from, Optional<Path> tokenizer, CheckpointWriter to, Progress progress) {
    try {
      Path file = Files.isDirectory(from) ? from.resolve("number") : from;
      double number = Double.parseDouble(Files.readString(file).strip());
      to.config("constant", new ConstantFamily.Config(number, 10));
      if (tokenizer.isPresent()) {
        to.file("vocabulary", Files.readAllBytes(tokenizer.get()));
      }
      to.file("words", "seven".getBytes(StandardCharsets.UTF_8)).commit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(from + " holds no number", e);
    }
  }
}
