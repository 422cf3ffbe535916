package dev.seisei.cli.teller;

import dev.seisei.core.checkpoint.CheckpointWriter;
import dev.seisei.core.importing.Importer;
import dev.seisei.core.progress.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads text files, in which a dictionary may stand for numbers. */
public final class ScrollImporter implements Importer {
  @Override
  public String kind() {
    return "scroll";
  }

  @Override
  public String description() {
    return "text";
  }

  @Override
  public void convert(Path from, Optional<Path> tokenizer, CheckpointWriter to, Progress progress) {
    try {
      String words = Files.readString(from).strip();
      progress.at(1, 2, "reading");
      if (words.isEmpty()) {
        throw new IllegalArgumentException(from + " holds no words");
      }
      if (tokenizer.isPresent()) {
        words = words.replace("1", Files.readString(tokenizer.get()).strip());
      }
      to.config("teller", new TellerConfig(words)).commit();
      progress.at(2, 2, "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
