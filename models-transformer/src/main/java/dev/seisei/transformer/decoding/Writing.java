package dev.seisei.transformer.decoding;

import dev.seisei.core.model.Finish;
import dev.seisei.core.model.GenerationListener;
import dev.seisei.text.grammar.Constraint;
import dev.seisei.text.sampling.Sampler;
import dev.seisei.text.sampling.SequenceBreakers;
import dev.seisei.text.tokenizer.StopStrings;
import dev.seisei.text.tokenizer.TokenStream;
import dev.seisei.text.tokenizer.Tokenizer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One text that is being written. */
final class Writing implements AutoCloseable {
  private final TextRequest request;
  private final int index;
  private final Tokenizer tokenizer;
  private final @Nullable Constraint constraint;
  private final Sampler sampler;
  private final TokenStream stream;
  private final StopStrings stops;
  private final GenerationListener listener;
  private final Remembered remembered;
  private final int positions;
  private final StringBuilder text = new StringBuilder();

  /** All tokens, those of the prompt first. */
  private int[] tokens;

  private int count;

  /** The first of the tokens that are not read yet. */
  private int unread;

  private int written;
  private boolean done;

  /** Whether the beginning is forgotten. */
  private boolean slid;

  /**
   * @param index which of the request's texts
   * @param constraint what the text must follow
   * @param positions tokens of the longest text
   */
  Writing(
      TextRequest request,
      int index,
      int[] prompt,
      Tokenizer tokenizer,
      @Nullable Constraint constraint,
      Remembered remembered,
      int positions,
      GenerationListener listener) {
    this.request = request;
    this.index = index;
    this.tokenizer = tokenizer;
    this.constraint = constraint;
    this.sampler =
        new Sampler(
            request.sampling(),
            request.seed(),
            index,
            SequenceBreakers.of(request.sampling(), tokenizer));
    this.stream = tokenizer.stream();
    this.stops = new StopStrings(request.stop().isEmpty() ? List.of() : List.of(request.stop()));
    this.remembered = remembered;
    this.positions = positions;
    this.listener = listener;
    this.tokens = prompt.clone();
    this.count = prompt.length;
    this.unread = remembered.tokens();
    for (int token : prompt) {
      sampler.accept(token);
      // What goes on from a prompt keeps its first space, which a text's beginning loses.
      stream.add(token);
    }
  }

  boolean done() {
    return done;
  }

  String text() {
    return text.toString();
  }

  Remembered remembered() {
    return remembered;
  }

  /** How many tokens are not read yet: one, but for prompts. */
  int unread() {
    return count - unread;
  }

  /** The only token that is not read yet; it is read now. */
  int next() {
    return tokens[unread++];
  }

  /** Reads some of what is not read yet; whether that was all of it. */
  boolean read(Decoder decoder, float[] logits) {
    int some = Math.min(unread(), Decoder.MOST_TOKENS);
    decoder.read(remembered, tokens, unread, some, logits);
    unread += some;
    if (unread == count && !slid) {
      decoder.keep(request.cacheScope(), tokens, remembered);
    }
    return unread == count;
  }

  /** Draws the next token by its scores, which are used up. */
  void write(float[] logits) {
    long[] allowed = constraint == null ? null : constraint.allowed();
    if (constraint != null && constraint.complete() && isEmpty(allowed)) {
      finish(Finish.STOP); // without a token that ends texts
      return;
    }
    int token = sampler.next(logits, allowed);
    if (tokenizer.eos().contains(token)) {
      finish(Finish.STOP);
      return;
    }
    if (count == tokens.length) {
      tokens = Arrays.copyOf(tokens, 2 * count + 16);
    }
    if (constraint != null) {
      constraint.accept(token);
    }
    tokens[count++] = token;
    pass(stops.add(stream.add(token)));
    written++;
    listener.at(written, request.maxTokens(), "tokens");
    if (stops.stop().isPresent()) {
      finish(Finish.STOP);
    } else if (written == request.maxTokens()) {
      finish(Finish.LENGTH);
    } else if (remembered.tokens() == positions) {
      overflow();
    }
  }

  private static boolean isEmpty(long @Nullable [] bits) {
    return bits == null || Arrays.stream(bits).allMatch(word -> word == 0);
  }

  private void overflow() {
    if (request.overflow() == TextRequest.Overflow.STOP) {
      finish(Finish.LENGTH);
      return;
    }
    remembered.close();
    slid = true;
    unread = count - Math.max(1, positions / 2);
  }

  private void finish(Finish why) {
    if (stops.stop().isEmpty()) {
      pass(stops.add(stream.end()));
    }
    if (stops.stop().isEmpty()) {
      pass(stops.end());
    }
    close();
    listener.finished(index, why);
  }

  private void pass(String piece) {
    if (!piece.isEmpty()) {
      text.append(piece);
      listener.piece(index, piece);
    }
  }

  @Override
  public void close() {
    done = true;
    remembered.close();
  }
}
