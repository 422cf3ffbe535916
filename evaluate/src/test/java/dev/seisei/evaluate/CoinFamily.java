package dev.seisei.evaluate;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.LanguageModel;
import dev.seisei.core.model.ModelFamily;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.sample.Sample;
import dev.seisei.core.sample.Text;
import dev.seisei.engine.memory.Device;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Text whose bits, each a token, are thrown by a fair coin. */
public final class CoinFamily implements ModelFamily<CoinFamily.Config, CoinFamily.Request> {
  /** There is nothing to set. */
  public record Config() {}

  /** A request for nothing in particular. */
  public record Request(long seed) {
    /** The first seed. */
    public Request() {
      this(0);
    }
  }

  @Override
  public String id() {
    return "coin";
  }

  @Override
  public String description() {
    return "text whose likelihood is known";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public Class<Request> requestType() {
    return Request.class;
  }

  @Override
  public Generator<Request> open(Checkpoint checkpoint, Device device) {
    return new Coin();
  }

  private record Coin() implements Generator<Request>, LanguageModel {
    @Override
    public Sample generate(Request request, GenerationListener listener) {
      return new Text(List.of(""));
    }

    @Override
    public TextLikelihood likelihood(List<String> documents, Progress progress) {
      String text = String.join("", documents);
      long bytes = text.getBytes(StandardCharsets.UTF_8).length;
      long characters = text.codePointCount(0, text.length());
      return new TextLikelihood((double) (8 * bytes) * Math.log(2), 8 * bytes, characters, bytes);
    }

    @Override
    public void close() {}
  }
}
