package dev.seisei.transformer.decoding;

import dev.seisei.core.model.Generation;
import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Session;
import dev.seisei.core.sample.Sample;
import dev.seisei.core.sample.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Texts that are written side by side. In a step one prompt is read, as far as one run goes, and
 * all others go on by a token.
 */
final class TextSession implements Session<TextRequest> {
  private final TextGenerator generator;
  private final Decoder decoder;
  private final List<Member> members = new ArrayList<>();
  private final float[][] logits;
  private int reservedPages;

  /** The request that was asked about last, which is asked about again until it joins. */
  private @Nullable TextRequest asked;

  private int[] askedPrompt = {};
  private boolean closed;

  TextSession(TextGenerator generator, Decoder decoder, int vocabulary) {
    this.generator = generator;
    this.decoder = decoder;
    this.logits = new float[Decoder.MOST_TEXTS][vocabulary];
  }

  /** A request and its texts. */
  private static final class Member implements Generation {
    final GenerationListener listener;
    final List<Writing> texts = new ArrayList<>();
    final int pages;
    private boolean done;
    private @Nullable RuntimeException failure;

    Member(GenerationListener listener, int pages) {
      this.listener = listener;
      this.pages = pages;
    }

    void end(@Nullable RuntimeException why) {
      done = true;
      failure = why;
      texts.forEach(Writing::close);
    }

    @Override
    public boolean done() {
      return done;
    }

    @Override
    public Sample sample() {
      if (!done) {
        throw new IllegalStateException("the text is not written yet");
      }
      if (failure != null) {
        throw failure;
      }
      return new Text(texts.stream().map(Writing::text).toList());
    }
  }

  /** The tokens that a request begins with. */
  private int[] prompt(TextRequest request) {
    if (!request.equals(asked)) {
      askedPrompt = generator.prompt(request);
      asked = request;
    }
    return askedPrompt;
  }

  @Override
  public boolean admits(TextRequest request) {
    int texts = members.stream().mapToInt(member -> member.texts.size()).sum();
    return !closed
        && texts + request.n() <= Decoder.MOST_TEXTS
        && reservedPages + generator.pages(request, prompt(request)) <= decoder.allPages();
  }

  @Override
  public Generation join(TextRequest request, GenerationListener listener) {
    int[] prompt = prompt(request);
    if (!admits(request)) {
      throw new IllegalStateException("there is no room for another text");
    }
    Member member = new Member(listener, generator.pages(request, prompt));
    for (int i = 0; i < request.n(); i++) {
      member.texts.add(generator.begin(request, i, prompt, listener));
    }
    reservedPages += member.pages;
    members.add(member);
    return member;
  }

  @Override
  public void step() {
    for (Member member : members) {
      if (member.listener.cancelled()) {
        member.end(new CancellationException("cancelled"));
      }
    }
    leave();
    List<Writing> going = new ArrayList<>();
    Writing reading = null;
    for (Member member : members) {
      for (Writing text : member.texts) {
        if (!text.done() && text.unread() == 1 && text.remembered().tokens() > 0) {
          going.add(text);
        } else if (!text.done() && reading == null) {
          reading = text;
        }
      }
    }
    if (reading != null && reading.read(decoder, logits[0])) {
      write(reading, logits[0]);
    }
    if (!going.isEmpty()) {
      goOn(going);
    }
    for (Member member : members) {
      if (!member.done() && member.texts.stream().allMatch(Writing::done)) {
        member.end(null);
      }
    }
    leave();
  }

  private void goOn(List<Writing> texts) {
    int[] tokens = texts.stream().mapToInt(Writing::next).toArray();
    decoder.step(
        texts.stream().map(Writing::remembered).toList(),
        tokens,
        List.of(logits).subList(0, texts.size()));
    for (int i = 0; i < texts.size(); i++) {
      write(texts.get(i), logits[i]);
    }
  }

  /** What goes wrong with a text ends its request. */
  private void write(Writing text, float[] scores) {
    try {
      text.write(scores);
    } catch (RuntimeException e) {
      for (Member member : members) {
        if (member.texts.contains(text)) {
          member.end(e);
        }
      }
    }
  }

  private void leave() {
    for (Member member : members) {
      if (member.done()) {
        reservedPages -= member.pages;
      }
    }
    members.removeIf(Member::done);
  }

  @Override
  public int running() {
    return members.size();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      members.forEach(member -> member.end(new CancellationException("the session is closed")));
      leave();
      generator.ended();
    }
  }
}
