package dev.seisei.benchmarks.libtorch;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import dev.seisei.benchmarks.peers.Elements;
import dev.seisei.benchmarks.peers.Mode;
import dev.seisei.benchmarks.peers.Network;
import dev.seisei.benchmarks.peers.WeightFiles;
import dev.seisei.benchmarks.workload.Batch;
import dev.seisei.benchmarks.workload.Training;
import dev.seisei.benchmarks.workload.Workload;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A network in TorchScript. The archives are written by {@code tools/peers}; they hold code, and
 * get weights and sizes when they are opened.
 */
final class LibtorchNetwork implements Network {
  private final Mode mode;
  private final PtNDManager manager;
  private final PtSymbolBlock module;
  private NDList inputs = new NDList();
  private NDList results = new NDList();

  LibtorchNetwork(Workload workload, Mode mode, Path weights, LibtorchSettings settings) {
    this.mode = mode;
    manager = (PtNDManager) Engine.getEngine("PyTorch").newBaseManager();
    module = load(workload);
    // TorchScript's own operators are told by this whether they train.
    if (mode == Mode.TRAIN) {
      JniUtils.enableTrainingMode(module);
    } else {
      JniUtils.enableInferenceMode(module);
    }
    try (NDManager scope = manager.newSubManager()) {
      NDList arguments = new NDList();
      Map<String, Tensor> initial = WeightFiles.read(weights, workload);
      initial.forEach((name, tensor) -> arguments.add(array(scope, "weights." + name, tensor)));
      initial.values().forEach(Tensor::close);
      settings(workload, settings)
          .forEach((name, value) -> arguments.add(named(scope.create(value), "settings." + name)));
      call("open", arguments, true).close();
    }
  }

  private PtSymbolBlock load(Workload workload) {
    String file = workload.getClass().getSimpleName().toLowerCase(Locale.ROOT) + ".pt";
    try (InputStream archive = LibtorchNetwork.class.getResourceAsStream(file)) {
      if (archive == null) {
        throw new UnsupportedOperationException("there is no " + file + " among the archives");
      }
      return JniUtils.loadModule(manager, archive, false, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The sizes of the network by their names, the optimizer's constants, and the settings. */
  private static Map<String, Double> settings(Workload workload, LibtorchSettings settings) {
    Map<String, Double> all = new HashMap<>();
    settings.numbers().forEach((name, number) -> all.put(name, number.doubleValue()));
    all.put("rate", Training.LEARNING_RATE);
    all.put("beta1", Training.BETA1);
    all.put("beta2", Training.BETA2);
    all.put("epsilon", Training.EPSILON);
    for (RecordComponent component : workload.getClass().getRecordComponents()) {
      if (component.getType() == int.class) {
        try {
          all.put(
              component.getName(),
              ((Integer) component.getAccessor().invoke(workload)).doubleValue());
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException(e);
        }
      }
    }
    return all;
  }

  private static NDArray named(NDArray array, String name) {
    array.setName(name);
    return array;
  }

  private static NDArray array(NDManager manager, String name, Tensor tensor) {
    Shape shape = new Shape(tensor.shape());
    if (tensor.dtype() == DType.F32) {
      return named(manager.create(tensor.toFloats(), shape), name);
    }
    long[] whole = new long[Math.toIntExact(tensor.elements())];
    for (int i = 0; i < whole.length; i++) {
      whole[i] = (long) tensor.getDouble(i);
    }
    return named(manager.create(whole, shape), name);
  }

  /** DJL takes the method from the name of an array, and dictionaries from names with a dot. */
  private NDList call(String method, NDList arguments, boolean gradients) {
    try (NDArray marker = named(manager.create(0f), "module_method:" + method)) {
      NDList all = new NDList(arguments.size() + 1);
      all.add(marker);
      all.addAll(arguments);
      return IValueUtils.forward(module, all, gradients);
    }
  }

  @Override
  public void fill(Batch batch) {
    inputs.close();
    inputs = new NDList();
    for (String name : batch.names()) {
      inputs.add(array(manager, "batch." + name, batch.get(name)));
    }
  }

  @Override
  public void run() {
    results.close();
    results = mode == Mode.TRAIN ? call("train_step", inputs, true) : call("infer", inputs, false);
  }

  @Override
  public double[] values() {
    if (mode == Mode.TRAIN) {
      return results.stream().mapToDouble(NDArray::getFloat).toArray();
    }
    try (NDArray flat = results.get(0).reshape(-1)) {
      float[] elements = flat.toFloatArray();
      return Elements.of(elements.length, index -> elements[(int) index]);
    }
  }

  @Override
  public Map<String, Runnable> parts() {
    return Map.of("optimizer", () -> call("update", new NDList(), true).close());
  }

  @Override
  public void close() {
    inputs.close();
    results.close();
    module.close();
    manager.close();
  }
}
