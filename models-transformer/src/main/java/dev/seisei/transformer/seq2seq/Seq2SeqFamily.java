package dev.seisei.transformer.seq2seq;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.ModelFamily;
import dev.seisei.core.train.Trainer;
import dev.seisei.engine.memory.Device;
import java.util.Optional;

/** The encoder-decoder Transformer. */
public final class Seq2SeqFamily implements ModelFamily<Seq2SeqConfig, Seq2SeqRequest> {
  static final String ID = "transformer";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return "transformer that reads one text and writes another (Vaswani et al. 2017)";
  }

  @Override
  public Class<Seq2SeqConfig> configType() {
    return Seq2SeqConfig.class;
  }

  @Override
  public Class<Seq2SeqRequest> requestType() {
    return Seq2SeqRequest.class;
  }

  @Override
  public Generator<Seq2SeqRequest> open(Checkpoint checkpoint, Device device) {
    return Seq2SeqGenerator.open(checkpoint, device);
  }

  @Override
  public Optional<Trainer<Seq2SeqConfig, ?>> trainer() {
    return Optional.of(new Seq2SeqTrainer());
  }
}
