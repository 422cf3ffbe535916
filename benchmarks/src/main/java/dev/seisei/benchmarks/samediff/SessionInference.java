package dev.seisei.benchmarks.samediff;

import dev.seisei.benchmarks.peers.Elements;
import dev.seisei.benchmarks.peers.Network;
import dev.seisei.benchmarks.workload.Batch;
import dev.seisei.benchmarks.workload.Training;
import dev.seisei.benchmarks.workload.Workload;
import dev.seisei.engine.nn.GraphParams;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a network is used for, in SameDiff's session. */
final class SessionInference implements Network {
  private static final String RESULT = "result";

  private final SameDiff graph = SameDiff.create();
  private final Feed feed;
  private @Nullable INDArray result;

  SessionInference(Workload workload) {
    SessionParams params = new SessionParams(new GraphParams(graph, Training.SEED));
    workload.inference(params, new SessionLayers(graph)).rename(RESULT);
    feed = new Feed(graph);
  }

  @Override
  public void fill(Batch batch) {
    feed.fill(batch);
  }

  @Override
  public void run() {
    if (result != null) {
      result.close();
    }
    result = graph.outputSingle(feed.arrays(), RESULT);
  }

  @Override
  public double[] values() {
    if (result == null) {
      throw new IllegalStateException("nothing has run");
    }
    INDArray dense = result.dup('c').reshape(-1);
    double[] some = Elements.of(dense.length(), dense::getDouble);
    dense.close();
    return some;
  }

  @Override
  public void close() {
    feed.close();
  }
}
