package dev.seisei.engine.file;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Op;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.op.Composite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Writes graphs. Used once. */
final class GraphWriter {
  private final IdentityHashMap<Tensor, Integer> constants = new IdentityHashMap<>();
  private final List<String> constantTexts = new ArrayList<>();

  /** By identity: composites are equal whatever their bodies are. */
  private final IdentityHashMap<Composite, String> composites = new IdentityHashMap<>();

  private final Map<String, String> keysByDefinition = new HashMap<>();
  private final Map<String, String> definitions = new LinkedHashMap<>();
  private final Expansion expansion = new Expansion();
  private final AttributeWriter attributes = new AttributeWriter(this::constant, this::composite);

  byte[] write(Map<String, Graph> graphs) {
    Map<String, String> texts = new LinkedHashMap<>();
    graphs.forEach((name, graph) -> texts.put(name, graph(name, graph)));
    Map<String, String> file = new LinkedHashMap<>();
    file.put("format", Text.of(GraphFile.FORMAT));
    file.put("version", String.valueOf(GraphFile.VERSION));
    file.put("constants", Text.lines(constantTexts));
    file.put("composites", Text.lines(definitions));
    file.put("graphs", Text.lines(texts));
    return (Text.lines(file) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private String graph(String name, Graph graph) {
    try {
      Numbering numbering = new Numbering(graph.nodes());
      expansion.of(numbering.nodes);
      Map<String, String> parts = new LinkedHashMap<>();
      parts.put("nodes", nodes(numbering));
      parts.put("outputs", values(numbering, graph.outputs()));
      parts.put("updates", values(numbering, graph.updates()));
      return Text.lines(parts);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("graph " + name + ": " + e.getMessage(), e);
    }
  }

  /** The numbers of a graph's or a body's nodes. */
  private static final class Numbering {
    private final List<Node> nodes;
    private final Map<Node, Integer> numbers = new HashMap<>();

    Numbering(List<Node> nodes) {
      this.nodes = nodes;
      nodes.forEach(node -> numbers.put(node, numbers.size()));
    }

    void write(JsonGenerator out, Value value) throws IOException {
      int number = Objects.requireNonNull(numbers.get(value.node()));
      if (value.index() == 0) {
        out.writeNumber(number);
      } else {
        out.writeArray(new int[] {number, value.index()}, 0, 2);
      }
    }

    void write(JsonGenerator out, List<Value> values) throws IOException {
      out.writeStartArray();
      for (Value value : values) {
        write(out, value);
      }
      out.writeEndArray();
    }
  }

  private static String values(Numbering numbering, Map<String, Value> values) {
    Map<String, String> texts = new LinkedHashMap<>();
    values.forEach((name, value) -> texts.put(name, Text.of(out -> numbering.write(out, value))));
    return Text.lines(texts);
  }

  private String nodes(Numbering numbering) {
    List<String> texts = new ArrayList<>();
    for (Node node : numbering.nodes) {
      try {
        texts.add(Text.of(out -> node(out, node, numbering)));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "node " + texts.size() + " (" + node.op().opName() + "): " + e.getMessage(), e);
      }
    }
    return Text.lines(texts);
  }

  private void node(JsonGenerator out, Node node, Numbering numbering) throws IOException {
    Op op = node.op();
    out.writeStartObject();
    if (op instanceof Composite composite) {
      out.writeStringField("composite", composite(composite));
    } else if (Operations.holds(op)) {
      out.writeStringField("op", Operations.name(op));
      if (op instanceof Record && op.getClass().getRecordComponents().length > 0) {
        out.writeFieldName("attributes");
        attributes.write(out, op);
      }
    } else {
      throw new IllegalArgumentException(
          op.getClass().getName() + " is neither a primitive nor a composite; decompose it first");
    }
    if (!node.inputs().isEmpty()) {
      out.writeFieldName("inputs");
      numbering.write(out, node.inputs());
    }
    out.writeArrayFieldStart("types");
    for (Value output : node.outputs()) {
      attributes.write(out, output.type());
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  /**
   * A constant's number, under which it has been written; one that is used twice is written once.
   */
  private int constant(Tensor tensor) {
    Integer known = constants.get(tensor);
    if (known == null) {
      known = constants.size();
      constants.put(tensor, known);
      constantTexts.add(Constants.write(tensor));
    }
    return known;
  }

  /** A composite's key, under which its definition has been written. */
  private String composite(Composite composite) {
    String known = composites.get(composite);
    if (known == null) {
      known = define(composite);
      composites.put(composite, known);
    }
    return known;
  }

  private String define(Composite composite) {
    List<Value> roots = new ArrayList<>(composite.results());
    roots.addAll(composite.parameters());
    Numbering numbering = new Numbering(Graph.nodes(roots));
    Map<String, String> parts = new LinkedHashMap<>();
    try {
      Limits.body(numbering.nodes, composite.parameters());
      expansion.of(numbering.nodes);
      parts.put("name", Text.of(composite.type().name()));
      parts.put("fused_gradient", String.valueOf(composite.type().fusedGradient()));
      parts.put(
          "attributes", Text.of(out -> CompositeAttributes.write(out, composite.attributes())));
      parts.put("nodes", nodes(numbering));
      parts.put("parameters", Text.of(out -> numbering.write(out, composite.parameters())));
      parts.put("results", Text.of(out -> numbering.write(out, composite.results())));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "composite " + composite.opName() + ": " + e.getMessage(), e);
    }
    String definition = Text.lines(parts);
    String key = composite.opName() + "." + definitions.size();
    String other = keysByDefinition.putIfAbsent(definition, key);
    if (other != null) {
      return other;
    }
    definitions.put(key, definition);
    return key;
  }
}
