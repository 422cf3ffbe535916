package dev.seisei.transformer.bert;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.checkpoint.Json;
import dev.seisei.core.settings.SettingException;
import dev.seisei.core.settings.Settings;
import dev.seisei.text.tokenizer.Tokenizer;
import dev.seisei.text.tokenizer.Tokenizers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What BERT's files of others have that those of this project have not. */
final class BertFiles {
  /** Keys that ask for another network, and the one value that asks for this one. */
  private static final Map<String, Object> ONLY =
      Map.of(
          "position_embedding_type", "absolute", "is_decoder", false, "add_cross_attention", false);

  private BertFiles() {}

  /**
   * The configuration. Keys that do not change what the model computes are passed over.
   *
   * @throws SettingException if one asks for what is not here, or has a bad value
   */
  static BertConfig config(Checkpoint checkpoint, BertVariant variant) {
    Map<String, Object> all = checkpoint.config();
    ONLY.forEach((key, value) -> require(checkpoint, key, value, all.getOrDefault(key, value)));
    Map<String, Object> values = new LinkedHashMap<>(all);
    values.keySet().retainAll(Settings.keys(BertConfig.class));
    if (variant == BertVariant.ROBERTA) {
      values.putIfAbsent("pad_token_id", 1);
    }
    BertConfig config = checkpoint.config(BertConfig.class, values);
    if (config.vocabSize() == 0) {
      throw new SettingException(
          "vocab_size", checkpoint.folder() + ": vocab_size must be > 0, got 0");
    }
    variant.requirePositions(config);
    return config;
  }

  private static void require(Checkpoint checkpoint, String key, Object only, Object found) {
    if (!only.equals(found)) {
      throw new SettingException(
          key,
          "%s: %s must be %s, got %s"
              .formatted(checkpoint.folder(), key, only, Json.shortened(String.valueOf(found))));
    }
  }

  /**
   * The tokenizer: a {@code tokenizer.json}, or a {@code vocab.txt} of older files.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Tokenizer tokenizer(Path folder) {
    Path words = folder.resolve(WordPieceFile.NAME);
    return !Tokenizers.isThere(folder) && Files.isRegularFile(words)
        ? WordPieceFile.read(words).tokenizer(words.toString())
        : Tokenizers.open(folder);
  }

  /**
   * The tokenizer of a model.
   *
   * @throws IllegalArgumentException if there is none, or it has more tokens than the model
   */
  static Tokenizer tokenizer(Path folder, BertConfig config) {
    Tokenizer tokenizer = tokenizer(folder);
    if (tokenizer.size() > config.vocabSize()) {
      throw new IllegalArgumentException(
          "%s: the tokenizer has %d tokens, the model %d"
              .formatted(folder, tokenizer.size(), config.vocabSize()));
    }
    return tokenizer;
  }
}
