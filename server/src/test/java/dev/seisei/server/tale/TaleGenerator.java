package dev.seisei.server.tale;

import dev.seisei.core.model.Finish;
import dev.seisei.core.model.Generation;
import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Session;
import dev.seisei.core.model.SteppingGenerator;
import dev.seisei.core.sample.Sample;
import dev.seisei.core.sample.Text;
import dev.seisei.core.settings.SettingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes a letter a step into every text; tells tests what it did. */
public final class TaleGenerator implements SteppingGenerator<TaleRequest> {
  /** The seeds that took part, step by step. */
  public static final Queue<List<Long>> STEPS = new ConcurrentLinkedQueue<>();

  /** How many sessions are open. */
  public static final AtomicInteger SESSIONS = new AtomicInteger();

  private final TaleConfig config;
  private boolean open;

  public TaleGenerator(TaleConfig config) {
    this.config = config;
  }

  @Override
  public Sample generate(TaleRequest request, GenerationListener listener) {
    try (Session<TaleRequest> session = session()) {
      Generation generation = session.join(request, listener);
      while (!generation.done()) {
        session.step();
      }
      return generation.sample();
    }
  }

  @Override
  public Session<TaleRequest> session() {
    if (open) {
      throw new IllegalStateException("a session is open");
    }
    open = true;
    SESSIONS.incrementAndGet();
    return new Together();
  }

  @Override
  public void close() {
    if (open) {
      throw new IllegalStateException("a session is open");
    }
  }

  private final class Together implements Session<TaleRequest> {
    private final List<Tale> tales = new ArrayList<>();
    private boolean closed;

    private int room() {
      return config.room() - tales.stream().mapToInt(tale -> tale.request.n()).sum();
    }

    @Override
    public boolean admits(TaleRequest request) {
      return request.n() <= room();
    }

    @Override
    public Generation join(TaleRequest request, GenerationListener listener) {
      if (request.n() > config.room()) {
        throw new SettingException("n", "n must be at most " + config.room());
      }
      if (!admits(request)) {
        throw new IllegalStateException("no room");
      }
      Tale tale = new Tale(request, listener);
      tales.add(tale);
      return tale;
    }

    @Override
    public void step() {
      if (closed) {
        throw new IllegalStateException("closed");
      }
      STEPS.add(tales.stream().map(tale -> tale.request.seed()).toList());
      tales.forEach(Tale::step);
      tales.removeIf(Tale::done);
    }

    @Override
    public int running() {
      return tales.size();
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        open = false;
        SESSIONS.decrementAndGet();
      }
    }
  }

  private static final class Tale implements Generation {
    private final TaleRequest request;
    private final GenerationListener listener;
    private final List<StringBuilder> texts;
    private final SplittableRandom random;
    private int letters;
    private boolean done;
    private @Nullable RuntimeException failure;

    Tale(TaleRequest request, GenerationListener listener) {
      this.request = request;
      this.listener = listener;
      this.texts = Stream.generate(StringBuilder::new).limit(request.n()).toList();
      this.random = new SplittableRandom(request.seed());
    }

    void step() {
      if (listener.cancelled()) {
        end(new CancellationException("cancelled"));
        return;
      }
      boolean half = request.end() == TaleRequest.End.EARLY && letters * 2 >= request.length();
      boolean whole = request.end() != TaleRequest.End.NEVER && letters >= request.length();
      if (half || whole) {
        switch (request.end()) {
          case FAILING -> end(new IllegalStateException("a secret of the model"));
          case RUINOUS -> throw new IllegalStateException("a secret of the session");
          default -> {
            for (int i = 0; i < texts.size(); i++) {
              listener.finished(i, half ? Finish.STOP : Finish.LENGTH);
            }
            end(null);
          }
        }
        return;
      }
      letters++;
      for (int i = 0; i < texts.size(); i++) {
        // Hiragana: three bytes each.
        String letter = Character.toString('あ' + random.nextInt(80));
        texts.get(i).append(letter);
        listener.piece(i, letter);
      }
    }

    private void end(@Nullable RuntimeException why) {
      done = true;
      failure = why;
    }

    @Override
    public boolean done() {
      return done;
    }

    @Override
    public Sample sample() {
      if (failure != null) {
        throw failure;
      }
      return new Text(texts.stream().map(StringBuilder::toString).toList());
    }
  }
}
