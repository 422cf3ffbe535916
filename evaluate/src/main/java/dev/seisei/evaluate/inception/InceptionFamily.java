package dev.seisei.evaluate.inception;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.Functions;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.ModelFamily;
import dev.seisei.engine.memory.Device;
import dev.seisei.evaluate.classifier.ClassifierRequest;

/** Inception v3 as it is used for the Fréchet inception distance, from weights that others made. */
public final class InceptionFamily implements ModelFamily<InceptionConfig, ClassifierRequest> {
  @Override
  public String id() {
    return "inception";
  }

  @Override
  public String description() {
    return "Inception v3 with the weights that papers compute FID by (Szegedy et al. 2016)";
  }

  @Override
  public Class<InceptionConfig> configType() {
    return InceptionConfig.class;
  }

  @Override
  public Class<ClassifierRequest> requestType() {
    return ClassifierRequest.class;
  }

  @Override
  public Generator<ClassifierRequest> open(Checkpoint checkpoint, Device device) {
    InceptionConfig config = checkpoint.config(InceptionConfig.class);
    return new InceptionGenerator(
        config,
        Functions.open(
            checkpoint, InceptionGraph.functions(config), InceptionFamily::changesNothing, device));
  }

  /** What PyTorch saves beside: counters of training, and a head that was used in training only. */
  private static boolean changesNothing(String weight) {
    return weight.endsWith(".num_batches_tracked") || weight.startsWith("AuxLogits.");
  }
}
