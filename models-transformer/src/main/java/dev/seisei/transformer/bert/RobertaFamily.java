package dev.seisei.transformer.bert;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.ModelFamily;
import dev.seisei.core.train.Trainer;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.plan.Precision;
import java.util.List;
import java.util.Optional;

/** RoBERTa: BERT under other names, with positions that begin later. */
public final class RobertaFamily implements ModelFamily<BertConfig, BertRequest> {
  @Override
  public String id() {
    return BertVariant.ROBERTA.id();
  }

  @Override
  public String description() {
    return "BERT with byte-level tokens, trained on hidden words alone" + " (Liu et al. 2019)";
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
    return BertGenerator.open(BertVariant.ROBERTA, checkpoint, precision, device);
  }

  @Override
  public Optional<Trainer<BertConfig, ?>> trainer() {
    return Optional.of(new BertTrainer(BertVariant.ROBERTA));
  }
}
