package dev.seisei.gan.table;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.Functions;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.ModelFamily;
import dev.seisei.core.train.Trainer;
import dev.seisei.engine.memory.Device;
import java.util.Optional;

/** EfficientGANs over tables, which find anomalous rows. */
public final class TableganFamily implements ModelFamily<TableganConfig, TableganRequest> {
  static final String ID = "tabular-efficientgan";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return "GAN with an encoder that finds anomalous rows of a table (Zenati et al. 2018)";
  }

  @Override
  public Class<TableganConfig> configType() {
    return TableganConfig.class;
  }

  @Override
  public Class<TableganRequest> requestType() {
    return TableganRequest.class;
  }

  @Override
  public Generator<TableganRequest> open(Checkpoint checkpoint, Device device) {
    TableganConfig config = checkpoint.config(TableganConfig.class);
    return new TableganGenerator(
        config, Functions.open(checkpoint, () -> TableganGraph.functions(config), device));
  }

  @Override
  public Optional<Trainer<TableganConfig, ?>> trainer() {
    return Optional.of(new TableganTrainer());
  }
}
