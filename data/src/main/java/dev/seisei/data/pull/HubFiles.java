package dev.seisei.data.pull;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which files of a repository make the model. */
final class HubFiles {
  private static final String WHOLE = "model.safetensors";
  private static final String INDEX = "model.safetensors.index.json";
  private static final Pattern SHARD = Pattern.compile("model-\\d+-of-\\d+\\.safetensors");

  /** Whatever else tokenizers, decoding, sentence embeddings and people need. */
  private static final Set<String> BESIDE =
      Set.of(
          "config.json",
          "generation_config.json",
          "README.md",
          "LICENSE",
          "LICENSE.txt",
          "tokenizer.json",
          "tokenizer_config.json",
          "tokenizer.model",
          "special_tokens_map.json",
          "added_tokens.json",
          "vocab.json",
          "vocab.txt",
          "merges.txt",
          "spiece.model",
          "sentencepiece.bpe.model",
          "chat_template.jinja",
          "chat_template.json",
          "modules.json",
          "sentence_bert_config.json",
          "config_sentence_transformers.json",
          "1_Pooling/config.json",
          "graphs.json",
          "training.json");

  private HubFiles() {}

  /**
   * The files that make the model.
   *
   * @throws IOException if there is none that this project reads, naming what there is
   */
  static List<RemoteFile> of(String repository, List<RemoteFile> all) throws IOException {
    if (all.stream().noneMatch(file -> file.path().equals("config.json"))) {
      throw new IOException(
          repository + " has no config.json, so it is no model by itself" + others(all));
    }
    Predicate<RemoteFile> weights = weights(all);
    if (all.stream().noneMatch(weights)) {
      throw new IOException(repository + " has no weights in safetensors" + others(all));
    }
    return all.stream().filter(weights.or(file -> BESIDE.contains(file.path()))).toList();
  }

  /** Of weights that are there in several forms, those that others load. */
  private static Predicate<RemoteFile> weights(List<RemoteFile> all) {
    Set<String> paths = Set.copyOf(all.stream().map(RemoteFile::path).toList());
    if (paths.contains(INDEX)) {
      return file -> file.path().equals(INDEX) || SHARD.matcher(file.path()).matches();
    }
    if (paths.contains(WHOLE)) {
      return file -> file.path().equals(WHOLE);
    }
    return file -> file.path().endsWith(".safetensors") && !file.path().contains("/");
  }

  private static String others(List<RemoteFile> all) {
    List<String> files =
        all.stream()
            .map(RemoteFile::path)
            .filter(path -> Stream.of(".gguf", ".bin", ".safetensors").anyMatch(path::endsWith))
            .limit(10)
            .toList();
    return files.isEmpty() ? "" : "; it has " + files + ", one of which #FILE would name";
  }
}
