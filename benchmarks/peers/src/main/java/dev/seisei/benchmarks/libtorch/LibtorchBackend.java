package dev.seisei.benchmarks.libtorch;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import dev.seisei.benchmarks.peers.Backend;
import dev.seisei.benchmarks.peers.Mode;
import dev.seisei.benchmarks.peers.Network;
import dev.seisei.benchmarks.workload.Workload;
import java.nio.file.Path;

/** libtorch through DJL: networks in TorchScript, so that one call is one step. */
public final class LibtorchBackend implements Backend {
  private final LibtorchSettings settings;

  /** With the settings that are fastest. */
  public LibtorchBackend() {
    this(LibtorchSettings.FASTEST);
  }

  LibtorchBackend(LibtorchSettings settings) {
    this.settings = settings;
  }

  @Override
  public void start(int threads) {
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.offline", "true");
    Engine.getEngine("PyTorch");
    JniUtils.setNumThreads(threads);
    JniUtils.setGraphExecutorOptimize(settings.executor());
    // Off unless DJL trains, whose collector of gradients has no part in this.
    JniUtils.setGradMode(true);
  }

  @Override
  public Network open(Workload workload, Mode mode, Path weights) {
    return new LibtorchNetwork(workload, mode, weights, settings);
  }
}
