package dev.seisei.server.models;

import dev.seisei.core.checkpoint.ModelCard;
import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Model;
import dev.seisei.core.model.SteppingGenerator;
import dev.seisei.core.sample.Sample;
import dev.seisei.core.settings.SettingException;
import dev.seisei.core.settings.Settings;
import dev.seisei.server.queue.Lane;
import dev.seisei.server.queue.SampleQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * An opened model and its place at the queue.
 *
 * <p>Thread-safe.
 */
public final class ServedModel implements AutoCloseable {
  private final Model model;
  private final SampleQueue queue;
  private final Lane<? extends Record> lane;
  private final ModelCard card;
  private final Map<String, Object> training;
  private final Instant created;
  private final Optional<Output> output;

  /**
   * What a request with defaults makes.
   *
   * @param kind such as {@code images}
   * @param formats as file endings; the first is the natural one
   */
  public record Output(String kind, List<String> formats) {
    private static Output of(Sample sample) {
      return new Output(
          sample.getClass().getSimpleName().toLowerCase(Locale.ROOT), sample.formats());
    }
  }

  /**
   * Takes over an opened model. Where its requests have a default, one is made and thrown away:
   * what cannot generate does not count as loaded, and the first client does not wait for what is
   * only done once.
   */
  ServedModel(Model model, SampleQueue queue) {
    this.model = model;
    this.queue = queue;
    this.lane = queue.lane(model.name(), model.generator());
    this.card = model.checkpoint().card();
    this.training = model.checkpoint().training();
    this.created = written(model.checkpoint().folder());
    this.output = rehearse();
  }

  private static Instant written(Path folder) {
    try {
      return Files.getLastModifiedTime(folder).toInstant();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder, e);
    }
  }

  private Optional<Output> rehearse() {
    Record request;
    try {
      request = model.request(Map.of());
    } catch (SettingException e) {
      // A picture, say, that has no default.
      return Optional.empty();
    }
    try {
      return Optional.of(Output.of(submit(request).join()));
    } catch (CompletionException e) {
      throw new IllegalStateException("cannot make a sample: " + e.getMessage(), e);
    }
  }

  public Model model() {
    return model;
  }

  /** The model card, as it was when the model was opened. */
  public ModelCard card() {
    return card;
  }

  /** How it was trained. */
  public Map<String, Object> training() {
    return training;
  }

  /** When its checkpoint was written. */
  public Instant created() {
    return created;
  }

  /** What a request with defaults makes; empty if something has no default. */
  public Optional<Output> output() {
    return output;
  }

  /** The names of what a request is made of. */
  public SortedSet<String> settings() {
    return Settings.keys(model.family().requestType());
  }

  /**
   * Lets a request wait for its turn; see {@link SampleQueue#submit}.
   *
   * @param request made by {@link Model#request} of this model
   */
  public CompletableFuture<Sample> submit(Record request) {
    return submit(request, GenerationListener.SILENT);
  }

  /**
   * As {@link #submit(Record)}.
   *
   * @param listener told of pieces as they come, if the model {@link #streams}
   */
  public CompletableFuture<Sample> submit(Record request, GenerationListener listener) {
    return submit(lane, request, listener);
  }

  /** Whether what it makes can be had as it comes. */
  public boolean streams() {
    return model.generator() instanceof SteppingGenerator;
  }

  @SuppressWarnings("unchecked") // The model made the request, of its own generator's type.
  private <R extends Record> CompletableFuture<Sample> submit(
      Lane<R> own, Record request, GenerationListener listener) {
    return queue.submit(own, (R) request, listener);
  }

  /** Frees the model's memory; the queue must be closed already. */
  @Override
  public void close() {
    model.close();
  }
}
