package dev.seisei.transformer.xl;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.Finish;
import dev.seisei.core.model.Functions;
import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.LanguageModel;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.sample.Sample;
import dev.seisei.core.sample.Text;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.param.State;
import dev.seisei.engine.plan.Plan;
import dev.seisei.text.sampling.Sampler;
import dev.seisei.text.tokenizer.StopStrings;
import dev.seisei.text.tokenizer.TokenStream;
import dev.seisei.text.tokenizer.Tokenizer;
import dev.seisei.text.tokenizer.Tokenizers;
import dev.seisei.transformer.decoder.TokenText;
import dev.seisei.transformer.decoding.TextRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/**
 * Writes text token by token through the memory, which never overflows: what is too far behind is
 * forgotten. Texts are written one after another.
 *
 * <p>Not thread-safe.
 */
final class XlGenerator implements Generator<TextRequest>, LanguageModel {
  /** What a function that comes from a file must be. */
  private record Function(
      String name, Set<String> inputs, String output, ToLongFunction<XlConfig> width) {}

  private static final Function STEP =
      new Function(
          XlFunctions.STEP, Set.of(XlFunctions.IDS), XlFunctions.LOGITS, XlConfig::vocabSize);

  private static final Function SCORE =
      new Function(
          XlFunctions.SCORE,
          Set.of(XlFunctions.IDS, XlFunctions.TARGETS),
          XlFunctions.NATS,
          XlConfig::tgtLen);

  private final XlConfig config;
  private final Tokenizer tokenizer;
  private final Functions functions;
  private final State written;
  private final State scored;
  private final Plan step;
  private final Plan score;

  private XlGenerator(XlConfig config, Tokenizer tokenizer, Functions functions, Device device) {
    this.config = config;
    this.tokenizer = tokenizer;
    this.functions = functions;
    this.written = new State(device);
    this.scored = new State(device);
    this.step = compile(STEP, written);
    boolean right = false;
    try {
      this.score = compile(SCORE, scored);
      right = true;
    } finally {
      if (!right) {
        step.close();
      }
    }
  }

  static XlGenerator open(Checkpoint checkpoint, Device device) {
    XlConfig config = checkpoint.config(XlConfig.class);
    Functions functions = Functions.open(checkpoint, () -> XlFunctions.of(config), device);
    List<XlGenerator> opened = new ArrayList<>();
    functions.orClose(
        () ->
            opened.add(
                new XlGenerator(config, Tokenizers.open(checkpoint.folder()), functions, device)));
    return opened.get(0);
  }

  private Plan compile(Function function, State state) {
    Set<String> names = new TreeSet<>(function.inputs);
    names.add(function.output);
    if (function.name.equals(XlFunctions.STEP) || config.memLen() > 0) {
      names.add(XlMemory.SEEN);
    }
    Plan plan = functions.compile(function.name, names, each -> each.state(state).bind("batch", 1));
    if (plan.output(function.output).elements() == function.width.applyAsLong(config)) {
      return plan;
    }
    String found = plan.output(function.output).toString();
    plan.close();
    throw new IllegalArgumentException(
        "graphs.json does not belong to this model: %s of function %s is %s;"
                .formatted(function.output, function.name, found)
            + " without that file, the functions are made anew");
  }

  @Override
  public Sample generate(TextRequest request, GenerationListener listener) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < request.n(); i++) {
      texts.add(write(request, i, listener));
    }
    return new Text(texts);
  }

  private int[] prompt(TextRequest request) {
    int[] prompt = tokenizer.frame(tokenizer.encode(request.prompt()));
    return prompt.length > 0
        ? prompt
        : new int[] {tokenizer.bos().orElse(tokenizer.eos().stream().findFirst().orElse(0))};
  }

  private String write(TextRequest request, int index, GenerationListener listener) {
    Sampler sampler = new Sampler(request.sampling(), request.seed(), index);
    TokenStream stream = tokenizer.stream();
    StopStrings stops =
        new StopStrings(request.stop().isEmpty() ? List.of() : List.of(request.stop()));
    StringBuilder text = new StringBuilder();
    float[] logits = new float[config.vocabSize()];
    int position = 0;
    for (int token : prompt(request)) {
      listener.throwIfCancelled();
      sampler.accept(token);
      read(token, position++, logits);
    }
    for (int count = 1; ; count++) {
      listener.throwIfCancelled();
      int token = sampler.next(logits);
      boolean ended = tokenizer.eos().contains(token);
      String piece = ended ? "" : stops.add(stream.add(token));
      boolean last = ended || count == request.maxTokens();
      if (last && stops.stop().isEmpty()) {
        piece += stops.add(stream.end());
        piece += stops.stop().isEmpty() ? stops.end() : "";
      }
      if (!piece.isEmpty()) {
        text.append(piece);
        listener.piece(index, piece);
      }
      listener.at(count, request.maxTokens(), "tokens");
      boolean stopped = stops.stop().isPresent();
      if (last || stopped) {
        listener.finished(index, ended || stopped ? Finish.STOP : Finish.LENGTH);
        return text.toString();
      }
      read(token, position++, logits);
    }
  }

  private void read(int token, int position, float[] logits) {
    step.input(XlFunctions.IDS).bytes().asIntBuffer().put(0, token);
    step.input(XlMemory.SEEN)
        .bytes()
        .asFloatBuffer()
        .put(0, Math.min(XlFunctions.stepMemory(config), position));
    step.run();
    step.output(XlFunctions.LOGITS).bytes().asFloatBuffer().get(0, logits);
  }

  /**
   * {@inheritDoc}
   *
   * <p>In segments, with what is remembered carried on; the first token of all costs log V.
   */
  @Override
  public TextLikelihood likelihood(List<String> documents, Progress progress) {
    int[] tokens = TokenText.encode(tokenizer, documents);
    double nats = new XlScorer(score, 1, config).nats(tokens, tokens.length - 1, progress);
    int between = tokenizer.eos().isEmpty() ? documents.size() - 1 : 0;
    long characters = between;
    long bytes = between;
    for (String document : documents) {
      characters += document.codePointCount(0, document.length());
      bytes += document.getBytes(StandardCharsets.UTF_8).length;
    }
    return new TextLikelihood(
        Math.log(config.vocabSize()) + nats, tokens.length, characters, bytes);
  }

  @Override
  public void close() {
    step.close();
    score.close();
    written.close();
    scored.close();
    functions.close();
  }
}
