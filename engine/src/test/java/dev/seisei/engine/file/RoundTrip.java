package dev.seisei.engine.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seisei.engine.gradient.CompositeGradient;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Op;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.op.Composite;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.param.State;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.reference.GraphInterpreter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Writes and reads graphs, and compares what was read with what was written. */
final class RoundTrip {
  private RoundTrip() {}

  /** The graph as it is after being written and read, which must be as it was before. */
  static Graph of(Graph graph) {
    byte[] file = GraphFile.write(Map.of("g", graph));
    Map<String, Graph> read = GraphFile.read(file);
    Graph again = Objects.requireNonNull(read.get("g"));
    assertSame(graph, again);
    assertEquals(text(file), text(GraphFile.write(read)), "written again");
    return again;
  }

  static String text(byte[] file) {
    return new String(file, StandardCharsets.UTF_8);
  }

  /** Node by node, in order; composites down to their bodies. */
  static void assertSame(Graph expected, Graph actual) {
    assertEquals(List.copyOf(expected.outputs().keySet()), List.copyOf(actual.outputs().keySet()));
    assertEquals(List.copyOf(expected.updates().keySet()), List.copyOf(actual.updates().keySet()));
    assertSame(expected.roots(), actual.roots());
  }

  private static void assertSame(List<Value> expected, List<Value> actual) {
    List<Node> wanted = Graph.nodes(expected);
    List<Node> found = Graph.nodes(actual);
    assertEquals(wanted.size(), found.size(), "nodes");
    Map<Value, Value> counterparts = new HashMap<>();
    for (int i = 0; i < wanted.size(); i++) {
      Node node = wanted.get(i);
      Node other = found.get(i);
      assertSame(node.op(), other.op());
      assertEquals(map(counterparts, node.inputs()), other.inputs(), node + " reads others");
      assertEquals(types(node.outputs()), types(other.outputs()), node.toString());
      for (int k = 0; k < node.outputs().size(); k++) {
        counterparts.put(node.outputs().get(k), other.outputs().get(k));
      }
    }
    assertEquals(map(counterparts, expected), actual);
  }

  private static List<String> types(List<Value> values) {
    return values.stream().map(value -> value.type().toString()).toList();
  }

  private static List<Value> map(Map<Value, Value> counterparts, List<Value> values) {
    return values.stream().map(value -> Objects.requireNonNull(counterparts.get(value))).toList();
  }

  private static void assertSame(Op expected, Op actual) {
    if (expected instanceof Leaf.Constant constant) {
      assertEquals(constant.type(), ((Leaf.Constant) actual).type());
      assertArrayEquals(bytes(constant.tensor()), bytes(((Leaf.Constant) actual).tensor()));
      return;
    }
    assertEquals(expected, actual);
    if (expected instanceof Composite composite) {
      assertSame(body(composite), body((Composite) actual));
    } else if (expected instanceof CompositeGradient gradient) {
      assertSame(gradient.of(), ((CompositeGradient) actual).of());
    }
  }

  private static List<Value> body(Composite composite) {
    List<Value> body = new ArrayList<>(composite.parameters());
    body.addAll(composite.results());
    return body;
  }

  private static byte[] bytes(Tensor tensor) {
    byte[] bytes = new byte[tensor.bytes().capacity()];
    tensor.bytes().duplicate().get(bytes);
    return bytes;
  }

  /**
   * That two graphs, run three times, leave the same bits in outputs, state and parameters.
   *
   * @param mirrors prefixes of states that mirror the parameters
   */
  static void assertSameResults(
      Graph expected, Graph actual, Map<String, Tensor> leaves, String... mirrors) {
    Map<String, byte[]> wanted = run(expected, leaves, mirrors);
    Map<String, byte[]> found = run(actual, leaves, mirrors);
    assertEquals(wanted.keySet(), found.keySet());
    wanted.forEach((name, bytes) -> assertArrayEquals(bytes, found.get(name), name));
  }

  private static Map<String, byte[]> run(
      Graph graph, Map<String, Tensor> leaves, String... mirrors) {
    Graph bound = GraphInterpreter.bind(graph, leaves);
    State state = new State();
    Map<String, Tensor> parameters = new TreeMap<>();
    for (Node node : bound.nodes()) {
      if (node.op() instanceof Leaf.State leaf && leaves.containsKey(leaf.key())) {
        state.set(leaf.key(), tensor(leaves, leaf.key()));
      } else if (node.op() instanceof Leaf.Parameter leaf && leaves.containsKey(leaf.key())) {
        parameters.put(leaf.key(), tensor(leaves, leaf.key()));
      }
    }
    Map<String, byte[]> results = new TreeMap<>();
    ParameterStore store = ParameterStore.of(parameters);
    for (String mirror : mirrors) {
      state.mirror(mirror, store);
    }
    try (store;
        Plan plan = Plan.of(bound).parameters(store).state(state).compile()) {
      for (String input : plan.inputs()) {
        plan.input(input).copyFrom(tensor(leaves, input));
      }
      for (int i = 0; i < 3; i++) {
        plan.run();
      }
      plan.outputs().forEach(name -> results.put("output " + name, bytes(plan.output(name))));
      state.names().forEach(name -> results.put("state " + name, bytes(state.get(name))));
      store.names().forEach(name -> results.put("parameter " + name, bytes(store.get(name))));
    }
    return results;
  }

  private static Tensor tensor(Map<String, Tensor> leaves, String key) {
    return Objects.requireNonNull(leaves.get(key), key);
  }
}
