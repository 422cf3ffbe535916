package dev.seisei.transformer.bert;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.ModelFamily;
import dev.seisei.core.train.Trainer;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.plan.Precision;
import java.util.List;
import java.util.Optional;

/** BERT, and what is built like it: MiniLM, BGE, E5. */
public final class BertFamily implements ModelFamily<BertConfig, BertRequest> {
  @Override
  public String id() {
    return BertVariant.BERT.id();
  }

  @Override
  public String description() {
    return "encoder that fills in hidden words and turns sentences into vectors"
        + " (Devlin et al. 2018)";
  }

  @Override
  public Class<BertConfig> configType() {
    return BertConfig.class;
  }

  @Override
  public Class<BertRequest> requestType() {
    return BertRequest.class;
  }

  @Override
  public Generator<BertRequest> open(Checkpoint checkpoint, Device device) {
    return open(checkpoint, device, Precision.F32);
  }

  @Override
  public List<Precision> precisions() {
    return BertGenerator.PRECISIONS;
  }

  @Override
  public Generator<BertRequest> open(Checkpoint checkpoint, Device device, Precision precision) {
    return BertGenerator.open(BertVariant.BERT, checkpoint, precision, device);
  }

  @Override
  public Optional<Trainer<BertConfig, ?>> trainer() {
    return Optional.of(new BertTrainer(BertVariant.BERT));
  }
}
