package dev.seisei.server.pattern;

import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Generator;
import dev.seisei.core.sample.Embeddings;
import dev.seisei.core.sample.Images;
import dev.seisei.core.sample.Sample;
import dev.seisei.core.settings.Require;
import dev.seisei.core.settings.SettingException;
import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.memory.Device;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Draws patterns; tells tests what it ran. */
public final class PatternGenerator implements Generator<PatternRequest> {
  /** What has run: the requests of each run. */
  public static final Queue<List<PatternRequest>> RUNS = new ConcurrentLinkedQueue<>();

  private final PatternConfig config;
  private boolean closed;

  public PatternGenerator(PatternConfig config) {
    this.config = config;
  }

  @Override
  public void check(PatternRequest request) {
    Require.inRange("n", request.n(), 1, config.rowsPerRun());
    if (request.kind() == PatternRequest.Kind.OVERFLOWING) {
      throw new StackOverflowError();
    }
  }

  @Override
  public int rows(PatternRequest request) {
    return request.n();
  }

  @Override
  public int rowsPerRun() {
    return config.rowsPerRun();
  }

  @Override
  public Sample generate(PatternRequest request, GenerationListener listener) {
    return generateTogether(List.of(request)).get(0);
  }

  @Override
  public List<Sample> generateTogether(List<PatternRequest> requests) {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    RUNS.add(requests);
    return requests.stream().map(this::draw).toList();
  }

  private Sample draw(PatternRequest request) {
    SplittableRandom random = new SplittableRandom(request.seed());
    float[] values = new float[request.n() * config.size() * config.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble();
    }
    switch (request.kind()) {
      case REFUSED -> throw new SettingException("kind", "kind refused is refused");
      case FAILING -> throw new IllegalStateException("a secret of the model");
      case LARGE -> Device.CPU.allocate(Long.MAX_VALUE).close();
      case CROWDED -> crowd();
      case HELD -> Gate.pass();
      case IMAGES, VECTORS, OVERFLOWING -> {}
    }
    return request.kind() == PatternRequest.Kind.VECTORS
        ? new Embeddings(request.n(), config.size() * config.size(), values)
        : new Images(request.n(), 1, config.size(), config.size(), values);
  }

  private static void crowd() {
    Device device = Device.cpu(2);
    try (Buffer most = device.allocate(2)) {
      device.allocate(most.bytes()).close();
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
