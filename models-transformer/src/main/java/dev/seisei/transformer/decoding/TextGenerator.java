package dev.seisei.transformer.decoding;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.Functions;
import dev.seisei.core.model.Generation;
import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.LanguageModel;
import dev.seisei.core.model.Session;
import dev.seisei.core.model.SteppingGenerator;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.sample.Sample;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.plan.Precision;
import dev.seisei.text.template.ChatTemplate;
import dev.seisei.text.template.ChatTemplates;
import dev.seisei.text.tokenizer.Tokenizer;
import dev.seisei.text.tokenizer.Tokenizers;
import dev.seisei.transformer.decoder.DecoderFunctions;
import dev.seisei.transformer.decoder.DecoderGraph;
import dev.seisei.transformer.decoder.DecoderShape;
import dev.seisei.transformer.decoder.TextScorer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Writes text with any architecture that predicts the next token. Several texts are written side by
 * side, each as if it were alone.
 *
 * <p>Not thread-safe, but for {@link #check}.
 */
public final class TextGenerator implements SteppingGenerator<TextRequest>, LanguageModel {
  private final DecoderShape shape;
  private final Tokenizer tokenizer;
  private final Prompts prompts;
  private final Constraints constraints;
  private final Functions functions;
  private final Decoder decoder;
  private boolean writing;

  private TextGenerator(
      DecoderShape shape,
      Tokenizer tokenizer,
      Optional<ChatTemplate> template,
      Functions functions,
      Precision precision,
      Device device) {
    this.shape = shape;
    this.tokenizer = tokenizer;
    this.prompts = new Prompts(tokenizer, template, shape.positions());
    this.constraints = new Constraints(tokenizer);
    this.functions = functions;
    this.decoder = new Decoder(shape, functions, precision, device);
  }

  /** In what decoding can compute. */
  public static List<Precision> precisions() {
    return List.of(Precision.values());
  }

  /**
   * Opens a checkpoint.
   *
   * @param noWeight names of tensors that may be left over
   * @throws IllegalArgumentException if tokenizer, functions or weights are not as they must be
   */
  public static <C extends Record> TextGenerator open(
      DecoderGraph<C> architecture,
      C config,
      Checkpoint checkpoint,
      Predicate<String> noWeight,
      Precision precision,
      Device device) {
    Map<String, Graph> saved = checkpoint.graphs();
    Functions functions =
        Functions.open(
            checkpoint,
            saved.isEmpty() ? DecoderFunctions.of(architecture, config) : saved,
            noWeight,
            device);
    boolean opened = false;
    try {
      TextGenerator generator =
          new TextGenerator(
              architecture.shape(config),
              checkpoint
                  .part(Tokenizer.class)
                  .orElseGet(() -> Tokenizers.open(checkpoint.folder())),
              ChatTemplates.find(checkpoint.folder()),
              functions,
              precision,
              device);
      opened = true;
      return generator;
    } finally {
      if (!opened) {
        functions.close();
      }
    }
  }

  @Override
  public void check(TextRequest request) {
    prompt(request);
    constraints.of(request);
  }

  /** The tokens that a text begins with. */
  int[] prompt(TextRequest request) {
    return prompts.of(request);
  }

  /** Pages that a request's texts may need. */
  int pages(TextRequest request, int[] prompt) {
    long most = Math.min(shape.positions(), (long) prompt.length + request.maxTokens());
    return request.n() * Decoder.pagesOf((int) most);
  }

  Writing begin(TextRequest request, int index, int[] prompt, GenerationListener listener) {
    return new Writing(
        request,
        index,
        prompt,
        tokenizer,
        constraints.of(request),
        decoder.begin(request.cacheScope(), prompt),
        shape.positions(),
        listener);
  }

  @Override
  public int rows(TextRequest request) {
    return request.n();
  }

  @Override
  public int rowsPerRun() {
    return Decoder.MOST_TEXTS;
  }

  @Override
  public Session<TextRequest> session() {
    if (writing) {
      throw new IllegalStateException("a session is open; close it first");
    }
    writing = true;
    return new TextSession(this, decoder, shape.vocabulary());
  }

  /** A session was closed. */
  void ended() {
    writing = false;
  }

  @Override
  public Sample generate(TextRequest request, GenerationListener listener) {
    listener.throwIfCancelled();
    try (Session<TextRequest> session = session()) {
      Generation generation = session.join(request, listener);
      while (!generation.done()) {
        session.step();
      }
      return generation.sample();
    }
  }

  @Override
  public List<Sample> generateTogether(List<TextRequest> requests) {
    List<Generation> generations = new ArrayList<>();
    try (Session<TextRequest> session = session()) {
      for (TextRequest request : requests) {
        while (!session.admits(request) && session.running() > 0) {
          session.step();
        }
        generations.add(session.join(request, GenerationListener.SILENT));
      }
      while (session.running() > 0) {
        session.step();
      }
      return generations.stream().map(Generation::sample).toList();
    }
  }

  @Override
  public TextLikelihood likelihood(List<String> documents, Progress progress) {
    return new TextScorer(shape, tokenizer, functions).score(documents, progress);
  }

  @Override
  public void close() {
    decoder.close();
    functions.close();
  }
}
