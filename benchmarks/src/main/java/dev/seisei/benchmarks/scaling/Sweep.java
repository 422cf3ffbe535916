package dev.seisei.benchmarks.scaling;

import dev.seisei.benchmarks.workload.Workload;
import dev.seisei.benchmarks.workload.Workloads;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/**
 * A network of which one size varies, while all others are those of the published network.
 *
 * @param workload the network
 * @param dimension which size: {@code batch}, {@code width}, {@code depth}, or {@code steps} for
 *     the length of sequences
 * @param sizes in rising order
 */
record Sweep(String workload, String dimension, List<Integer> sizes) {
  /** What is published. */
  static final List<Sweep> ALL =
      List.of(
          new Sweep("vae", "batch", List.of(32, 64, 128, 256, 512)),
          new Sweep("vae", "width", List.of(125, 250, 500, 1000)),
          new Sweep("vae", "depth", List.of(1, 2, 4, 8)),
          new Sweep("dcgan", "batch", List.of(8, 16, 32, 64)),
          new Sweep("dcgan", "width", List.of(16, 32, 64)),
          new Sweep("lstm", "batch", List.of(8, 16, 32, 64)),
          new Sweep("lstm", "width", List.of(64, 128, 256, 512)),
          new Sweep("lstm", "depth", List.of(1, 2, 4)),
          new Sweep("lstm", "steps", List.of(16, 32, 64, 128)),
          new Sweep("gpt", "batch", List.of(4, 8, 16, 32)),
          new Sweep("gpt", "width", List.of(64, 128, 256, 512)),
          new Sweep("gpt", "depth", List.of(1, 2, 4, 8)),
          new Sweep("gpt", "steps", List.of(32, 64, 128, 256, 512)));

  /** A size that a network has. */
  static int size(Workload workload, String dimension) {
    for (RecordComponent component : workload.getClass().getRecordComponents()) {
      if (component.getName().equals(dimension)) {
        try {
          return (int) component.getAccessor().invoke(workload);
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException(e);
        }
      }
    }
    throw new IllegalArgumentException(workload.name() + " has no size " + dimension);
  }

  /** The network at one of the sizes. */
  Workload at(int size) {
    Workload base = Workloads.find(workload);
    RecordComponent[] components = base.getClass().getRecordComponents();
    Object[] values = new Object[components.length];
    size(base, dimension);
    try {
      for (int i = 0; i < components.length; i++) {
        boolean varies = components[i].getName().equals(dimension);
        values[i] = varies ? size : components[i].getAccessor().invoke(base);
      }
      return base.getClass()
          .getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new))
          .newInstance(values);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(this + " at " + size + ": " + e.getCause(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
