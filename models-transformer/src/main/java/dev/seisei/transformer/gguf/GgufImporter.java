package dev.seisei.transformer.gguf;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.checkpoint.CheckpointWriter;
import dev.seisei.core.importing.Importer;
import dev.seisei.core.model.Families;
import dev.seisei.core.model.ModelFamily;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.settings.SettingException;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Tensor;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Models in GGUF files made into checkpoints; what is quantised becomes F32. */
public final class GgufImporter implements Importer {
  @Override
  public String kind() {
    return "gguf";
  }

  @Override
  public String description() {
    return "a file of llama.cpp; it can be opened as it is, too";
  }

  @Override
  public void convert(Path from, Optional<Path> tokenizer, CheckpointWriter to, Progress progress) {
    if (tokenizer.isPresent()) {
      throw new SettingException("tokenizer", "--tokenizer: a GGUF file has its own vocabulary");
    }
    GgufModel model = GgufModel.open(from);
    Checkpoint checkpoint = Checkpoint.of(from, model);
    ModelFamily<?, ?> family = Families.of(checkpoint);
    Map<String, Graph> functions = family.functions(checkpoint);
    progress.throwIfCancelled();
    Map<String, Tensor> weights = model.weights().read(model.weights().names());
    try {
      to.config(family.id(), family.config(checkpoint)).weights(weights).graphs(functions);
      model.vocabulary().files().forEach(to::file);
      progress.throwIfCancelled();
      to.commit();
    } finally {
      weights.values().forEach(Tensor::close);
    }
  }
}
