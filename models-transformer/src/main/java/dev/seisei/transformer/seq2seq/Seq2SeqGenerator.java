package dev.seisei.transformer.seq2seq;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.Functions;
import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.Translator;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.sample.Sample;
import dev.seisei.core.sample.Text;
import dev.seisei.engine.memory.Device;
import dev.seisei.text.tokenizer.Tokenizers;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes texts of texts.
 *
 * <p>Not thread-safe, but for {@link #check}.
 */
final class Seq2SeqGenerator implements Generator<Seq2SeqRequest>, Translator {
  /** Sources that are translated side by side. */
  private static final int TOGETHER = 64;

  private final Seq2SeqConfig config;
  private final Vocabulary vocabulary;
  private final Functions functions;
  private final Lockstep lockstep;

  private Seq2SeqGenerator(Seq2SeqConfig config, Vocabulary vocabulary, Functions functions) {
    this.config = config;
    this.vocabulary = vocabulary;
    this.functions = functions;
    this.lockstep = new Lockstep(config, vocabulary, functions);
  }

  static Seq2SeqGenerator open(Checkpoint checkpoint, Device device) {
    Seq2SeqConfig config = checkpoint.config(Seq2SeqConfig.class);
    Functions functions = Functions.open(checkpoint, () -> Seq2SeqFunctions.of(config), device);
    List<Seq2SeqGenerator> opened = new ArrayList<>();
    functions.orClose(
        () -> {
          Vocabulary vocabulary = new Vocabulary(config, Tokenizers.open(checkpoint.folder()));
          opened.add(new Seq2SeqGenerator(config, vocabulary, functions));
        });
    return opened.get(0);
  }

  @Override
  public void check(Seq2SeqRequest request) {
    vocabulary.source(request.source());
  }

  @Override
  public int rows(Seq2SeqRequest request) {
    return request.beam().beams();
  }

  @Override
  public int rowsPerRun() {
    return Lockstep.ROWS;
  }

  @Override
  public Sample generate(Seq2SeqRequest request, GenerationListener listener) {
    return new Text(write(List.of(request), listener));
  }

  @Override
  public List<Sample> generateTogether(List<Seq2SeqRequest> requests) {
    return write(requests, GenerationListener.SILENT).stream()
        .map(text -> (Sample) new Text(List.of(text)))
        .toList();
  }

  private List<String> write(List<Seq2SeqRequest> requests, Progress progress) {
    List<int[]> sources = new ArrayList<>();
    List<Search> searches = new ArrayList<>();
    for (Seq2SeqRequest request : requests) {
      sources.add(vocabulary.source(request.source()));
      int most = config.maxTargetLength();
      searches.add(
          Search.of(
              request,
              config.eos(),
              request.maxTokens() == 0 ? most : Math.min(most, request.maxTokens())));
    }
    lockstep.run(sources, searches, progress);
    return searches.stream().map(search -> vocabulary.text(search.found())).toList();
  }

  @Override
  public List<String> translate(List<String> sources, Progress progress) {
    Seq2SeqRequest defaults = new Seq2SeqRequest();
    List<String> targets = new ArrayList<>();
    for (int from = 0; from < sources.size(); from += TOGETHER) {
      List<String> some = sources.subList(from, Math.min(sources.size(), from + TOGETHER));
      targets.addAll(
          write(
              some.stream()
                  .map(
                      source ->
                          new Seq2SeqRequest(
                              source, 0, defaults.beam(), defaults.sampling(), defaults.seed()))
                  .toList(),
              progress));
      progress.at(targets.size(), sources.size(), "texts");
    }
    return targets;
  }

  @Override
  public void close() {
    functions.close();
  }
}
