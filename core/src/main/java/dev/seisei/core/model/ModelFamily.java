package dev.seisei.core.model;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.settings.Require;
import dev.seisei.core.train.Trainer;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.plan.Precision;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A kind of model, found by {@link java.util.ServiceLoader}.
 *
 * <p>Stateless and thread-safe. Its constructor does no work, reads nothing and starts no native
 * code.
 *
 * @param <C> the record of its configuration, all a graph is built from
 * @param <R> the record of its requests
 */
public interface ModelFamily<C extends Record, R extends Record> {
  /** The id, which is {@code model_type} in checkpoints, such as {@code vae}. */
  String id();

  /**
   * The values of {@code model_type} in checkpoints that this family opens: its own, and those that
   * others have for models of its kind.
   */
  default Set<String> modelTypes() {
    return Set.of(id());
  }

  /** One sentence on what it is, with the paper. */
  String description();

  Class<C> configType();

  Class<R> requestType();

  /**
   * Opens a checkpoint of this family.
   *
   * @throws IllegalArgumentException if the checkpoint is not as it must be; all mismatches of
   *     weights are named together
   */
  Generator<R> open(Checkpoint checkpoint, Device device);

  /**
   * The configuration of a checkpoint of this family, whoever wrote it.
   *
   * @throws IllegalArgumentException if it is not as it must be, naming file and field
   */
  default C config(Checkpoint checkpoint) {
    return checkpoint.config(configType());
  }

  /**
   * What a checkpoint of this family computes, made by code, under the names of the checkpoint's
   * weights: to be saved with it, so that it opens without.
   *
   * @return empty if this family does not say
   * @throws IllegalArgumentException if its configuration is not as it must be, or its weights do
   *     not fit; all mismatches are named together
   */
  default Map<String, Graph> functions(Checkpoint checkpoint) {
    return Map.of();
  }

  /** In what its models can compute when they sample; the first of them if nobody asks. */
  default List<Precision> precisions() {
    return List.of(Precision.F32);
  }

  /**
   * Opens a checkpoint of this family, to compute in one of {@link #precisions}.
   *
   * @throws IllegalArgumentException as {@link #open(Checkpoint, Device)}
   * @throws dev.seisei.core.settings.SettingException if it cannot compute in this precision
   */
  default Generator<R> open(Checkpoint checkpoint, Device device, Precision precision) {
    Require.that(
        precisions().contains(precision),
        "precision",
        "precision must be one of %s for %s, got %s".formatted(precisions(), id(), precision));
    return open(checkpoint, device);
  }

  /** What trains this family; empty if nothing here does. */
  default Optional<Trainer<C, ?>> trainer() {
    return Optional.empty();
  }
}
