package dev.seisei.transformer.decoder;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.op.Ops;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Graphs that remember from run to run what they were given before. */
public final class Remembering {
  private Remembering() {}

  /**
   * A graph of which some inputs are states, and some outputs what those are after a run. States
   * made so may have extents that only a plan knows, which those of a builder's may not.
   *
   * @param graph with all of them as inputs and outputs
   * @param states by name of the input, which the state keeps, that of the output
   * @throws IllegalArgumentException if there is no such output
   */
  public static Graph of(Graph graph, Map<String, String> states) {
    Map<String, Value> outputs = new LinkedHashMap<>(graph.outputs());
    Map<String, Value> updates = new LinkedHashMap<>(graph.updates());
    states.forEach(
        (state, output) -> {
          Value value = outputs.remove(output);
          if (value == null) {
            throw new IllegalArgumentException("the graph has no result " + output);
          }
          updates.put(state, value);
        });
    return new Graph(outputs, updates)
        .rewrite(
            (node, inputs) ->
                node.op() instanceof Leaf.Input input && states.containsKey(input.key())
                    ? Ops.apply(new Leaf.State(input.key(), input.type()), List.of())
                    : Ops.apply(node.op(), inputs));
  }
}
