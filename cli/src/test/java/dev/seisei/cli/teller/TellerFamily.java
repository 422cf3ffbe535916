package dev.seisei.cli.teller;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.ModelFamily;
import dev.seisei.core.sample.Sample;
import dev.seisei.core.sample.Text;
import dev.seisei.engine.memory.Device;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;

/** The family that tells its own words. */
public final class TellerFamily implements ModelFamily<TellerConfig, TellerRequest> {
  /** What is between the first word and the others. */
  public static volatile CountDownLatch pause = new CountDownLatch(0);

  @Override
  public String id() {
    return "teller";
  }

  @Override
  public String description() {
    return "The words it was made of.";
  }

  @Override
  public Class<TellerConfig> configType() {
    return TellerConfig.class;
  }

  @Override
  public Class<TellerRequest> requestType() {
    return TellerRequest.class;
  }

  @Override
  public Generator<TellerRequest> open(Checkpoint checkpoint, Device device) {
    return new Teller(checkpoint.config(TellerConfig.class).words());
  }

  private record Teller(String words) implements Generator<TellerRequest> {
    @Override
    public Sample generate(TellerRequest request, GenerationListener listener) {
      listener.at(0, 1, "drawing breath");
      String before = "";
      for (String word : words.split(" ", -1)) {
        listener.throwIfCancelled();
        for (int i = 0; request.aloud() && i < request.n(); i++) {
          listener.piece(i, before + (request.truly() ? word : "blah"));
        }
        if (before.isEmpty()) {
          await();
        }
        before = " ";
      }
      return new Text(Collections.nCopies(request.n(), words));
    }

    private static void await() {
      try {
        pause.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
