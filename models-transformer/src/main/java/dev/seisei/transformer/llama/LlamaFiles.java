package dev.seisei.transformer.llama;

import dev.seisei.core.checkpoint.Checkpoint;

/** What Llama's files of others have that those of this project have not. */
final class LlamaFiles {
  private LlamaFiles() {}

  static LlamaConfig config(Checkpoint checkpoint) {
    return checkpoint.config(LlamaConfig.class);
  }
}
