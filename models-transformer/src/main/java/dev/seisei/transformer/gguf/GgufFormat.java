package dev.seisei.transformer.gguf;

import dev.seisei.core.checkpoint.ModelFile;
import dev.seisei.core.checkpoint.ModelFormat;
import java.nio.file.Path;

/** GGUF files as models: {@code Model.open("x.gguf")}. */
public final class GgufFormat implements ModelFormat {
  @Override
  public String ending() {
    return "gguf";
  }

  @Override
  public String description() {
    return "llama.cpp's format";
  }

  @Override
  public ModelFile open(Path file) {
    return GgufModel.open(file);
  }
}
