package dev.seisei.transformer.seq2seq;

import dev.seisei.text.sampling.BeamSearch;
import dev.seisei.text.sampling.Sampler;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** How the target of one source is found: texts that are followed side by side. */
interface Search {
  /** How many texts are followed. */
  int size();

  /** Which of the texts before the last step text i continues. */
  int parent(int i);

  /** The last token of text i. */
  int token(int i);

  boolean done();

  /** Goes on by a token: [size, V], which are used up. */
  void step(float[][] logits);

  /** The tokens found, without the end. */
  List<Integer> found();

  /** The search of a request. */
  static Search of(Seq2SeqRequest request, int eos, int mostTokens) {
    return request.beam().beams() > 1
        ? new Beams(new BeamSearch(request.beam(), Set.of(eos), mostTokens))
        : new Drawn(new Sampler(request.sampling(), request.seed(), 0), eos, mostTokens);
  }

  /** The most probable text. */
  record Beams(BeamSearch search) implements Search {
    @Override
    public int size() {
      return search.size();
    }

    @Override
    public int parent(int i) {
      return search.parent(i);
    }

    @Override
    public int token(int i) {
      return search.token(i);
    }

    @Override
    public boolean done() {
      return search.done();
    }

    @Override
    public void step(float[][] logits) {
      search.step(logits);
    }

    @Override
    public List<Integer> found() {
      return search.best().get(0).tokens();
    }
  }

  /** One text, token by token. */
  final class Drawn implements Search {
    private final Sampler sampler;
    private final int eos;
    private final int mostTokens;
    private final List<Integer> tokens = new ArrayList<>();
    private boolean done;

    Drawn(Sampler sampler, int eos, int mostTokens) {
      this.sampler = sampler;
      this.eos = eos;
      this.mostTokens = mostTokens;
    }

    @Override
    public int size() {
      return 1;
    }

    @Override
    public int parent(int i) {
      return 0;
    }

    @Override
    public int token(int i) {
      return tokens.get(tokens.size() - 1);
    }

    @Override
    public boolean done() {
      return done;
    }

    @Override
    public void step(float[][] logits) {
      int token = sampler.next(logits[0]);
      if (token != eos) {
        tokens.add(token);
      }
      done = token == eos || tokens.size() == mostTokens;
    }

    @Override
    public List<Integer> found() {
      return List.copyOf(tokens);
    }
  }
}
