package dev.seisei.engine.file;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Op;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.op.Composite;
import dev.seisei.engine.op.CompositeType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads graphs, and believes nothing: what refers to something refers back, and every node is made
 * by its operation, which checks its inputs. (Nothing is simplified on the way, as building does.)
 * Used once.
 */
final class GraphReader {
  private static final List<String> FILE =
      List.of("format", "version", "constants", "composites", "graphs");
  private static final List<String> COMPOSITE =
      List.of("name", "fused_gradient", "attributes", "nodes", "parameters", "results");
  private static final List<String> GRAPH = List.of("nodes", "outputs", "updates");
  private static final List<String> OPERATION = List.of("op", "attributes", "inputs", "types");
  private static final List<String> USE = List.of("composite", "inputs", "types");

  private final Field file;
  private final List<Tensor> constants = new ArrayList<>();
  private final Map<String, Composite> composites = new HashMap<>();
  private final Expansion expansion = new Expansion();
  private final AttributeReader attributes = new AttributeReader(this::constant, this::composite);

  GraphReader(Field file) {
    this.file = file;
  }

  Map<String, Graph> read() {
    Field format = file.find("format");
    if (format == null || !format.isText() || !format.text().equals(GraphFile.FORMAT)) {
      throw file.error("not a graph file: its format is not " + GraphFile.FORMAT);
    }
    int version = file.get("version").integer();
    if (version != GraphFile.VERSION) {
      throw file.get("version")
          .error("format " + version + " is unknown here; known is " + GraphFile.VERSION);
    }
    file.only(FILE);
    file.get("constants").elements().forEach(each -> constants.add(Constants.read(each)));
    file.get("composites")
        .fields()
        .forEach((key, definition) -> composites.put(key, define(definition)));
    Map<String, Graph> graphs = new LinkedHashMap<>();
    file.get("graphs").fields().forEach((name, graph) -> graphs.put(name, graph(graph)));
    return graphs;
  }

  private Graph graph(Field field) {
    List<Node> nodes = nodes(field.only(GRAPH).get("nodes"));
    return new Graph(named(field.get("outputs"), nodes), named(field.get("updates"), nodes));
  }

  private static Map<String, Value> named(Field field, List<Node> nodes) {
    Map<String, Value> values = new LinkedHashMap<>();
    field.fields().forEach((name, reference) -> values.put(name, value(reference, nodes)));
    return values;
  }

  private Composite define(Field field) {
    CompositeType type =
        new CompositeType(
            field.only(COMPOSITE).get("name").text(), field.get("fused_gradient").truth());
    Map<String, Object> attributes = CompositeAttributes.read(field.get("attributes"));
    List<Node> nodes = nodes(field.get("nodes"));
    List<Value> parameters = values(field.get("parameters"), nodes);
    List<Value> results = values(field.get("results"), nodes);
    return field.attempt(
        () -> {
          Limits.body(nodes, parameters);
          return new Composite(type, attributes, parameters, results);
        });
  }

  private List<Node> nodes(Field field) {
    List<Node> nodes = new ArrayList<>();
    field.elements().forEach(node -> nodes.add(node(node, nodes)));
    field.attempt(() -> expansion.of(nodes));
    return nodes;
  }

  private Node node(Field field, List<Node> before) {
    Field use = field.find("composite");
    Op op = use != null ? composite(use) : operation(field);
    field.only(use != null ? USE : OPERATION);
    Field read = field.find("inputs");
    List<Value> inputs = read == null ? List.of() : values(read, before);
    Node node = field.attempt(() -> Node.of(op, inputs));
    Field types = field.get("types");
    List<TensorType> declared = types.elements().stream().map(AttributeReader::type).toList();
    List<TensorType> inferred = node.outputs().stream().map(Value::type).toList();
    if (!declared.equals(inferred)) {
      throw types.error(op.opName() + " gives " + inferred + ", not " + declared);
    }
    return node;
  }

  private Op operation(Field field) {
    String name = field.get("op").text();
    Field given = field.find("attributes");
    Op constant = Operations.constant(name);
    if (constant != null) {
      if (given != null) {
        throw given.error(name + " has no attributes");
      }
      return constant;
    }
    Class<?> type = Operations.record(name);
    if (type == null) {
      throw field.get("op").error("there is no operation " + name);
    }
    boolean bare = given == null && type.getRecordComponents().length == 0;
    return (Op)
        attributes.record(bare ? new Field(Map.of(), field.path()) : field.get("attributes"), type);
  }

  private Tensor constant(Field field) {
    int number = field.integer();
    if (number < 0 || number >= constants.size()) {
      throw field.error("there is no constant " + number + ", only " + constants.size());
    }
    return constants.get(number);
  }

  private Composite composite(Field field) {
    @Nullable Composite composite = composites.get(field.text());
    if (composite == null) {
      throw field.error("no composite " + field.text() + " is defined before");
    }
    return composite;
  }

  private static List<Value> values(Field field, List<Node> nodes) {
    return field.elements().stream().map(reference -> value(reference, nodes)).toList();
  }

  private static Value value(Field field, List<Node> nodes) {
    if (!field.isArray()) {
      return value(field, field.integer(), 0, nodes);
    }
    List<Field> parts = field.elements();
    if (parts.size() != 2) {
      throw field.error("a value must be the number of its node, or [node, index]");
    }
    return value(field, parts.get(0).integer(), parts.get(1).integer(), nodes);
  }

  private static Value value(Field field, int number, int index, List<Node> nodes) {
    if (number < 0 || number >= nodes.size()) {
      throw field.error("there is no node " + number + " before, only " + nodes.size());
    }
    List<Value> outputs = nodes.get(number).outputs();
    if (index < 0 || index >= outputs.size()) {
      throw field.error("node " + number + " has no output " + index);
    }
    return outputs.get(index);
  }
}
