package dev.seisei.transformer.bert;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.checkpoint.Json;
import dev.seisei.core.model.Functions;
import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.RowPlan;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.sample.Embeddings;
import dev.seisei.core.sample.Sample;
import dev.seisei.core.sample.Table;
import dev.seisei.core.settings.Require;
import dev.seisei.core.settings.SettingException;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.plan.Precision;
import dev.seisei.text.tokenizer.Tokenizer;
import dev.seisei.transformer.bert.BertRequest.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fills in hidden tokens, as {@link Table}s of the columns mask, rank, token and probability, and
 * turns texts into vectors, as {@link Embeddings}.
 *
 * <p>Not thread-safe, but for {@link #check}.
 */
final class BertGenerator implements Generator<BertRequest> {
  /** In what features can be computed. */
  static final List<Precision> PRECISIONS = List.of(Precision.values());

  private static final List<String> COLUMNS = List.of("mask", "rank", "token", "probability");

  private final BertVariant variant;
  private final BertConfig config;
  private final Tokenizer tokenizer;
  private final Sentences sentences;
  private final Functions functions;
  private final BertEncoder encoder;

  /** Of models with the head that guesses tokens. */
  private final Optional<RowPlan> scores;

  private BertGenerator(
      BertVariant variant,
      BertConfig config,
      Tokenizer tokenizer,
      Sentences sentences,
      Functions functions,
      boolean head,
      Precision precision,
      Device device) {
    this.variant = variant;
    this.config = config;
    this.tokenizer = tokenizer;
    this.sentences = sentences;
    this.functions = functions;
    this.encoder = new BertEncoder(config, variant, functions, precision, device);
    this.scores =
        head
            ? Optional.of(
                functions.plan(
                    BertFunctions.SCORES,
                    1,
                    Map.of(
                        BertFunctions.ROWS, config.hiddenSize(),
                        BertFunctions.LOGITS, config.vocabSize())))
            : Optional.empty();
  }

  /**
   * Opens a checkpoint.
   *
   * @throws IllegalArgumentException if tokenizer, functions or weights are not as they must be
   */
  static BertGenerator open(
      BertVariant variant, Checkpoint checkpoint, Precision precision, Device device) {
    BertConfig config = BertFiles.config(checkpoint, variant);
    Sentences sentences = Sentences.of(checkpoint.folder());
    BertNames names = BertNames.of(variant, checkpoint.weightNames());
    boolean head = names.headIn(checkpoint.weightNames());
    Functions functions =
        Functions.open(
            checkpoint, functions(checkpoint, config, names, head), BertNames::isNoWeight, device);
    boolean opened = false;
    try {
      Tokenizer tokenizer = BertFiles.tokenizer(checkpoint.folder(), config);
      BertGenerator generator =
          new BertGenerator(
              variant, config, tokenizer, sentences, functions, head, precision, device);
      opened = true;
      return generator;
    } finally {
      if (!opened) {
        functions.close();
      }
    }
  }

  /** Those that were saved, or else those that code makes. */
  private static Map<String, Graph> functions(
      Checkpoint checkpoint, BertConfig config, BertNames names, boolean head) {
    Map<String, Graph> saved = checkpoint.graphs();
    return saved.isEmpty() ? BertFunctions.of(config, names, head) : saved;
  }

  @Override
  public void check(BertRequest request) {
    read(request);
  }

  private Task task(BertRequest request) {
    if (request.task() != null) {
      return request.task();
    }
    return sentences.trained() || scores.isEmpty() ? Task.EMBED : Task.FILL_MASK;
  }

  /** The tokens of a request's texts. */
  private List<int[]> read(BertRequest request) {
    if (task(request) == Task.EMBED) {
      return request.texts().stream()
          .map(text -> fitting(request, tokenizer.encode(text)))
          .toList();
    }
    Require.that(
        scores.isPresent(),
        "task",
        "task must be embed: this model has no head that guesses hidden tokens");
    Require.that(!request.lines(), "lines", "lines must be false to fill in, got true");
    int mask =
        tokenizer
            .mask()
            .orElseThrow(
                () ->
                    new SettingException(
                        "task", "task must be embed: the tokenizer has no token for hidden ones"));
    int[] ids = fitting(request, tokenizer.encodeWithSpecials(request.text()));
    Require.that(
        Arrays.stream(ids).anyMatch(id -> id == mask),
        "text",
        "text must have %s where a token is to be found, got %s; or ask for task embed"
            .formatted(tokenizer.piece(mask), Json.quote(request.text())));
    return List.of(ids);
  }

  /** Framed tokens, cut off if that was asked for. */
  private int[] fitting(BertRequest request, int[] ids) {
    int[] framed = tokenizer.frame(ids);
    int most = variant.positions(config);
    if (framed.length <= most && framed.length > 0) {
      return framed;
    }
    int frame = tokenizer.frame(new int[0]).length;
    if (request.truncate() && frame < most) {
      return tokenizer.frame(Arrays.copyOf(ids, most - frame));
    }
    Require.that(framed.length > 0, "text", "text must have a token, got none");
    throw new SettingException(
        "text",
        "text must have at most %d tokens, as many as the model reads, got %d; set truncate"
            .formatted(most, framed.length));
  }

  @Override
  public int rows(BertRequest request) {
    return request.texts().size();
  }

  @Override
  public int rowsPerRun() {
    return BertEncoder.MOST_ROWS;
  }

  @Override
  public Sample generate(BertRequest request, GenerationListener listener) {
    listener.throwIfCancelled();
    return together(List.of(request), listener).get(0);
  }

  @Override
  public List<Sample> generateTogether(List<BertRequest> requests) {
    return together(requests, GenerationListener.SILENT);
  }

  private List<Sample> together(List<BertRequest> requests, Progress progress) {
    List<List<int[]>> read = requests.stream().map(this::read).toList();
    List<float[]> features =
        encoder.features(read.stream().flatMap(List::stream).toList(), progress);
    List<Sample> samples = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < requests.size(); i++) {
      List<int[]> texts = read.get(i);
      List<float[]> own = features.subList(from, from + texts.size());
      samples.add(
          task(requests.get(i)) == Task.EMBED
              ? vectors(requests.get(i), own)
              : guesses(requests.get(i), texts.get(0), own.get(0)));
      from += texts.size();
    }
    return samples;
  }

  private Embeddings vectors(BertRequest request, List<float[]> features) {
    Pooling pooling = request.pooling() == null ? sentences.pooling() : request.pooling();
    boolean normalize = request.normalize() == null ? sentences.normalize() : request.normalize();
    int width = config.hiddenSize();
    float[] all = new float[Math.multiplyExact(features.size(), width)];
    for (int i = 0; i < features.size(); i++) {
      float[] vector = pooling.pool(features.get(i), width, normalize);
      System.arraycopy(vector, 0, all, i * width, width);
    }
    return new Embeddings(features.size(), width, all);
  }

  private Table guesses(BertRequest request, int[] ids, float[] features) {
    int width = config.hiddenSize();
    int mask = tokenizer.mask().orElseThrow();
    List<List<Object>> table = new ArrayList<>();
    int number = 0;
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] == mask) {
        number++;
        float[] row = Arrays.copyOfRange(features, i * width, (i + 1) * width);
        int rank = 0;
        for (Guess guess : Guess.best(logits(row), tokenizer.size(), request.topK())) {
          table.add(List.of(number, ++rank, spelled(guess.token()), guess.probability()));
        }
      }
    }
    return new Table(COLUMNS, table);
  }

  private float[] logits(float[] row) {
    Map<String, float[]> outputs = scores.orElseThrow().run(1, Map.of(BertFunctions.ROWS, row));
    return outputs.getOrDefault(BertFunctions.LOGITS, new float[0]);
  }

  /** As text, or as the vocabulary has it where that is none. */
  private String spelled(int token) {
    String text = tokenizer.decode(token);
    return text.isEmpty() ? tokenizer.piece(token) : text;
  }

  /** What a run computes and where its time goes, for those who measure. */
  String explain(int tokens, int runs) {
    return encoder.explain(tokens, runs);
  }

  @Override
  public void close() {
    encoder.close();
    functions.close();
  }
}
