package dev.seisei.transformer.huggingface;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.checkpoint.CheckpointWriter;
import dev.seisei.core.checkpoint.Reading;
import dev.seisei.core.importing.Importer;
import dev.seisei.core.model.Families;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.settings.SettingException;
import dev.seisei.engine.graph.Graph;
import dev.seisei.text.tokenizer.Tokenizers;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Folders of Hugging Face, which are checkpoints already: their weights are linked as they are, and
 * the functions that their family computes are saved beside, so that they open without SameDiff.
 */
public final class HfImporter implements Importer {
  /** What a checkpoint is made of; other files of a folder are weights in other formats, mostly. */
  private static final Pattern FILES =
      Pattern.compile(
          "config\\.json|generation_config\\.json|README\\.md|LICENSE.*"
              + "|[^.].*\\.safetensors(\\.index\\.json)?"
              + "|tokenizer\\.json|tokenizer_config\\.json|special_tokens_map\\.json"
              + "|vocabulary\\.json|vocab\\.(json|txt)|merges\\.txt|chat_template\\.jinja");

  private static final Pattern WEIGHT_FILE =
      Pattern.compile("model(-.*)?\\.safetensors(\\.index\\.json)?");

  private static final int MAX_BYTES = 256 << 20;
  private static final String WEIGHTS = ".safetensors";
  private static final String TOKENIZER = "tokenizer.json";

  @Override
  public String kind() {
    return "hf";
  }

  @Override
  public String description() {
    return "a folder of Hugging Face: config.json, safetensors, tokenizer.json";
  }

  @Override
  public void convert(Path from, Optional<Path> tokenizer, CheckpointWriter to, Progress progress) {
    if (!Files.isDirectory(from)) {
      throw new SettingException("path", from + " is no folder; hf needs one with a config.json");
    }
    Checkpoint checkpoint = Checkpoint.open(from);
    if (tokenizer.isEmpty() && !Tokenizers.isThere(from)) {
      throw new IllegalArgumentException(
          from + " has no tokenizer.json; --tokenizer says where it is");
    }
    Map<String, Graph> functions = Families.of(checkpoint).functions(checkpoint);
    if (!functions.isEmpty()) {
      to.graphs(functions);
    }
    progress.throwIfCancelled();
    for (Path file : files(from)) {
      String name = String.valueOf(file.getFileName());
      if (name.endsWith(WEIGHTS)) {
        to.link(name, file);
      } else if (tokenizer.isEmpty() || !name.equals(TOKENIZER)) {
        // Somebody may edit one of the two later.
        to.file(name, Reading.all(file, MAX_BYTES));
      }
    }
    tokenizer.ifPresent(given -> to.file(TOKENIZER, Reading.all(given, MAX_BYTES)));
    to.commit();
  }

  /** The files of a folder that hold weights to compute with. */
  static List<Path> weightFiles(Path folder) {
    return files(folder).stream()
        .filter(file -> WEIGHT_FILE.matcher(String.valueOf(file.getFileName())).matches())
        .toList();
  }

  private static List<Path> files(Path folder) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path file : all) {
        if (FILES.matcher(String.valueOf(file.getFileName())).matches()
            && Files.isRegularFile(file)) {
          files.add(file);
        }
      }
    } catch (IOException e) {
      throw Reading.failed(folder, e);
    } catch (DirectoryIteratorException e) {
      throw Reading.failed(folder, new IOException(e.getMessage(), e));
    }
    files.sort(null);
    return files;
  }
}
