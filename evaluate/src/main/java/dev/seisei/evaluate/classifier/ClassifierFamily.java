package dev.seisei.evaluate.classifier;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.Functions;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.ModelFamily;
import dev.seisei.core.train.Trainer;
import dev.seisei.engine.memory.Device;
import java.util.Optional;

/** Convolutional classifiers, for their features. */
public final class ClassifierFamily implements ModelFamily<ClassifierConfig, ClassifierRequest> {
  static final String ID = "classifier";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return "convolutional classifier of images, whose features images are compared by"
        + " (Simonyan and Zisserman 2015)";
  }

  @Override
  public Class<ClassifierConfig> configType() {
    return ClassifierConfig.class;
  }

  @Override
  public Class<ClassifierRequest> requestType() {
    return ClassifierRequest.class;
  }

  @Override
  public Generator<ClassifierRequest> open(Checkpoint checkpoint, Device device) {
    ClassifierConfig config = checkpoint.config(ClassifierConfig.class);
    return new ClassifierGenerator(
        config, Functions.open(checkpoint, () -> ClassifierGraph.functions(config), device));
  }

  @Override
  public Optional<Trainer<ClassifierConfig, ?>> trainer() {
    return Optional.of(new ClassifierTrainer());
  }
}
