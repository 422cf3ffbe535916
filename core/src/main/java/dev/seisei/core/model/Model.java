package dev.seisei.core.model;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.checkpoint.Home;
import dev.seisei.core.sample.Sample;
import dev.seisei.core.settings.Settings;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.plan.Precision;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A model opened from its checkpoint, whatever family it is of.
 *
 * <pre>{@code
 * try (Model model = Model.open("zoo/vae-mnist")) {
 *   model.generate(Map.of("n", 16, "seed", 7)).write(Path.of("digits.png"));
 * }
 * }</pre>
 *
 * <p>Not thread-safe, but for {@link #request}.
 */
public final class Model implements AutoCloseable {
  private final Checkpoint checkpoint;
  private final ModelFamily<?, ?> family;
  private final Opened<?> opened;

  private Model(Checkpoint checkpoint, ModelFamily<?, ?> family, Opened<?> opened) {
    this.checkpoint = checkpoint;
    this.family = family;
    this.opened = opened;
  }

  /** A generator and the type of its requests, which the compiler cannot see are one. */
  private record Opened<R extends Record>(Class<R> requestType, Generator<R> generator) {
    static <R extends Record> Opened<R> of(
        ModelFamily<?, R> family, Checkpoint checkpoint, Device device, Precision precision) {
      return new Opened<>(family.requestType(), family.open(checkpoint, device, precision));
    }

    R request(Map<String, ?> settings) {
      R request = Settings.bind(requestType, settings);
      generator.check(request);
      return request;
    }

    Sample generate(Record request, GenerationListener listener) {
      return generator.generate(requestType.cast(request), listener);
    }
  }

  /**
   * Opens a model on the processor.
   *
   * @param reference a folder, or a name looked up in {@code zoo/} and in the user's cache
   * @throws IllegalArgumentException if there is none, or it is not as it must be
   */
  public static Model open(String reference) {
    return open(Home.find(reference), Device.CPU);
  }

  /** Opens the checkpoint in a folder on a device; see {@link #open(String)}. */
  public static Model open(Path folder, Device device) {
    return open(folder, device, Precision.F32);
  }

  /**
   * Opens the checkpoint in a folder, to compute in a precision that its family offers; see {@link
   * #open(String)}.
   *
   * @throws dev.seisei.core.settings.SettingException if the family cannot compute in it
   */
  public static Model open(Path folder, Device device, Precision precision) {
    Checkpoint checkpoint = Checkpoint.open(folder);
    ModelFamily<?, ?> family = Families.of(checkpoint);
    return new Model(checkpoint, family, Opened.of(family, checkpoint, device, precision));
  }

  /** The folder's name. */
  public String name() {
    return checkpoint.name();
  }

  public ModelFamily<?, ?> family() {
    return family;
  }

  public Checkpoint checkpoint() {
    return checkpoint;
  }

  public Generator<?> generator() {
    return opened.generator();
  }

  /** The generator as something else that it also is, such as {@link LatentVariableModel}. */
  public <T> Optional<T> as(Class<T> type) {
    return type.isInstance(opened.generator())
        ? Optional.of(type.cast(opened.generator()))
        : Optional.empty();
  }

  /**
   * A request from settings by name, checked against this model. Any thread may call this.
   *
   * @throws dev.seisei.core.settings.SettingException naming the field that is not as it must be
   */
  public Record request(Map<String, ?> settings) {
    return opened.request(settings);
  }

  /** Makes what a request of this model's family asks for. */
  public Sample generate(Record request, GenerationListener listener) {
    return opened.generate(request, listener);
  }

  /** Makes what the settings ask for; those that are not given have their defaults. */
  public Sample generate(Map<String, ?> settings) {
    return generate(request(settings), GenerationListener.SILENT);
  }

  @Override
  public void close() {
    opened.generator().close();
  }
}
