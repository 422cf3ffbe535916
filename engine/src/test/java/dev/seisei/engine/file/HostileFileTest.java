package dev.seisei.engine.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Op;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.kernel.Move;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.op.Composite;
import dev.seisei.engine.op.CompositeType;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.Unary;
import dev.seisei.engine.plan.Plan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A file is believed nothing, and what is wrong with it is said with its place. */
class HostileFileTest {
  /** A good file, of which each case spoils one part. */
  private static final String GOOD =
      """
      {"format":"seisei-graphs","version":1,
      "constants":[{"dtype":"F32","shape":[2],"data":"AACAPwAAAEA="}],
      "composites":{"twice.0":{"name":"twice","fused_gradient":false,"attributes":{"a":1},
      "nodes":[
      {"op":"input","attributes":{"key":"0","type":["F32",2]},"types":[["F32",2]]},
      {"op":"add","inputs":[0,0],"types":[["F32",2]]}],
      "parameters":[0],"results":[1]}},
      "graphs":{"g":{"nodes":[
      {"op":"input","attributes":{"key":"x","type":["F32",2]},"types":[["F32",2]]},
      {"op":"constant","attributes":{"tensor":0},"types":[["F32",2]]},
      {"op":"mul","inputs":[0,1],"types":[["F32",2]]},
      {"composite":"twice.0","inputs":[2],"types":[["F32",2]]},
      {"op":"reduce","attributes":{"kind":"SUM","axes":[0]},"inputs":[3],"types":[["F32",1]]},
      {"op":"scale","attributes":{"factor":2.0,"shift":0},"inputs":[4],"types":[["F32",1]]},
      {"op":"cast","attributes":{"to":"I32"},"inputs":[5],"types":[["I32",1]]}],
      "outputs":{"y":6},"updates":{"s":4}}}}
      """;

  /** One part spoiled, and what is said. */
  private record Case(String part, String instead, String message) {
    @Override
    public String toString() {
      return message;
    }
  }

  private static Map<String, Graph> read(String file) {
    return GraphFile.read(file.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theFileIsGoodBeforeItIsSpoiled() {
    Graph graph = Objects.requireNonNull(read(GOOD).get("g"));
    try (Plan plan = Plan.of(graph).compile()) {
      plan.input("x").copyFrom(Tensor.of(new float[] {3, 4}, 2));
      plan.run();
      assertEquals(2 * 2 * (3 * 1 + 4 * 2), plan.output("y").getDouble(0));
    }
  }

  private static final String PAD =
      "{\"op\":\"pad\",\"attributes\":{\"before\":[-1],\"after\":[0],\"interior\":[0]},"
          + "\"inputs\":[3],\"types\":[[\"F32\",1]]}";

  private static final String REDUCE =
      "{\"op\":\"reduce\",\"attributes\":{\"kind\":\"SUM\",\"axes\":[0]},"
          + "\"inputs\":[3],\"types\":[[\"F32\",1]]}";

  static List<Case> cases() {
    String x = "\"key\":\"x\",\"type\":[\"F32\",2]}";
    String deep = "[\"/\",".repeat(250) + "1" + ",1]".repeat(250);
    String sum =
        "[\"+\""
            + String.join("", IntStream.range(0, 300).mapToObj(i -> ",\"d" + i + "\"").toList())
            + "]";
    String six = "[\"+\",\"a\",\"b\",\"c\",\"d\",\"e\",\"f\"]";
    return List.of(
        // The document.
        new Case("\"format\":\"seisei-graphs\"", "\"format\":\"onnx\"", "its format is not"),
        new Case("\"version\":1", "\"version\":2", "version: format 2 is unknown here; known is 1"),
        new Case("\"version\":1", "\"version\":1.0", "version: must be an integer, got 1.0"),
        new Case("\"version\":1,", "", "the field version is missing"),
        new Case("\"version\":1,", "\"version\":1,\"code\":[],", "the field code is unknown"),
        new Case(
            "\"version\":1,", "\"version\":1,\"version\":1,", "the field version is there twice"),
        new Case("\"s\":4}}}}", "\"s\":4}}}} []", "something follows the end"),
        new Case("\"s\":4}}}}", "\"s\":4}", "not JSON: Unexpected end-of-input"),
        new Case("\"graphs\":{\"g\":", "\"graphs\":{\"g\":1,\"h\":", "graphs.g: must be an object"),
        new Case("\"graphs\":", "\"deep\":" + "[".repeat(300) + ",\"graphs\":", "nesting depth"),
        // Constants.
        new Case(
            "AACAPwAAAEA=", "AACAPwAAAEAA", "constants[0].data: 9 bytes do not fit, a constant"),
        new Case("AACAPwAAAEA=", "AACAPwAA?EA=", "constants[0].data: Illegal base64 character"),
        new Case("\"shape\":[2],\"data\"", "\"shape\":[1099511627776],\"data\"", "at most"),
        new Case(
            "\"shape\":[2],\"data\"", "\"shape\":[-2],\"data\"", "constants[0].shape: negative"),
        new Case(
            "\"shape\":[2],\"data\"",
            "\"shape\":[4294967296,4294967296],\"data\"",
            "constants[0].shape: shape [4294967296, 4294967296] overflows"),
        new Case("\"dtype\":\"F32\"", "\"dtype\":\"F31\"", "constants[0].dtype: must be one of"),
        new Case(
            "\"tensor\":0", "\"tensor\":1", "g.nodes[1].attributes.tensor: there is no constant"),
        new Case("\"tensor\":0", "\"tensor\":-1", "there is no constant -1, only 1"),
        // Operations and attributes.
        new Case(
            "\"op\":\"mul\"", "\"op\":\"exec\"", "graphs.g.nodes[2].op: there is no operation"),
        new Case("\"op\":\"mul\"", "\"op\":\"convert\"", "there is no operation convert"),
        new Case("\"op\":\"mul\",", "", "graphs.g.nodes[2]: the field op is missing"),
        new Case("\"op\":\"mul\",", "\"op\":\"mul\",\"attributes\":{},", "mul has no attributes"),
        new Case("{\"tensor\":0}", "{}", "nodes[1].attributes: the field tensor is missing"),
        new Case(
            "{\"tensor\":0}",
            "{\"tensor\":0,\"x\":1}",
            "the field x is unknown; known are [tensor]"),
        new Case("\"axes\":[0]", "\"axes\":[\"0\"]", "attributes.axes[0]: must be an integer, got"),
        new Case("\"axes\":[0]", "\"axes\":[2147483648]", "attributes.axes[0]: must be an integer"),
        new Case("\"axes\":[0]", "\"axes\":0", "nodes[4].attributes.axes: must be an array, got 0"),
        new Case("\"axes\":[0]", "\"axes\":[-1]", "graphs.g.nodes[4]: operation reduce_sum"),
        new Case("\"axes\":[0]", "\"axes\":[7]", "axis 7 does not exist"),
        new Case(
            "\"kind\":\"SUM\"", "\"kind\":\"MEAN\"", "kind: must be one of [SUM, MAX, MIN, PROD]"),
        new Case(
            "\"kind\":\"SUM\"", "\"kind\":null", "must be one of [SUM, MAX, MIN, PROD], got null"),
        new Case("\"axes\":[0]", "\"axes\":[]", "graphs.g.nodes[4].types: reduce_sum gives"),
        new Case(
            "\"factor\":2.0", "\"factor\":1e999", "factor: must be a number of double precision"),
        new Case(
            "\"factor\":2.0", "\"factor\":\"two\"", "attributes.factor: must be a number, got"),
        new Case(
            "\"factor\":2.0", "\"factor\":true", "must be a number of double precision, got true"),
        new Case("\"to\":\"I32\"", "\"to\":\"I33\"", "nodes[6].attributes.to: must be one of [F32"),
        new Case(REDUCE, PAD, "the padding in front of axis 0 must be >= 0, got -1"),
        // Values.
        new Case("\"inputs\":[0,1]", "\"inputs\":[0,2]", "nodes[2].inputs[1]: there is no node 2"),
        new Case("\"inputs\":[0,1]", "\"inputs\":[0,6]", "there is no node 6 before, only 2"),
        new Case("\"inputs\":[0,1]", "\"inputs\":[0,-1]", "there is no node -1"),
        new Case("\"inputs\":[0,1]", "\"inputs\":[0,[1,1]]", "node 1 has no output 1"),
        new Case("\"inputs\":[0,1]", "\"inputs\":[0,[1]]", "number of its node, or [node, index]"),
        new Case(
            "\"inputs\":[0,1]", "\"inputs\":[0]", "operation mul of [F32[2]]: takes 2 operands"),
        new Case("\"tensor\":0},", "\"tensor\":0},\"inputs\":[0],", "takes 0 operands, got 1"),
        new Case("\"y\":6", "\"y\":7", "graphs.g.outputs.y: there is no node 7"),
        new Case("\"s\":4}", "\"s\":\"4\"}", "graphs.g.updates.s: must be an integer"),
        // Types and dimensions.
        new Case(x, "\"key\":\"x\",\"type\":[\"F32\",3]}", "nodes[0].types: input gives [F32[3]]"),
        new Case(x, "\"key\":\"x\",\"type\":[]}", "a type must be an array of element type and"),
        new Case(x, "\"key\":\"x\",\"type\":[\"F32\",-2]}", "type: negative extent in shape [-2]"),
        new Case(x, "\"key\":\"x\",\"type\":[\"F32\",2.5]}", "type[1]: must be an array, got 2.5"),
        new Case(x, "\"key\":\"x\",\"type\":[\"F32\",\"a b\"]}", "must have no spaces"),
        new Case(x, "\"key\":\"x\",\"type\":[\"F32\",[\"^\",2,2]]}", "type[1][0]: the operators"),
        new Case(x, "\"key\":\"x\",\"type\":[\"F32\",[\"/\",2,0]]}", "division of 2 by zero"),
        new Case(x, "\"key\":\"x\",\"type\":[\"F32\",[\"+\",2]]}", "an operator and its operands"),
        new Case(
            x,
            "\"key\":\"x\",\"type\":[\"F32\",[\"*\",9223372036854775807,2]]}",
            "attributes.type[1]: long overflow"),
        new Case(
            x,
            "\"key\":\"x\",\"type\":[\"F32\",9223372036854775807,2]}",
            "type: shape [9223372036854775807, 2] overflows"),
        new Case(
            x, "\"key\":\"x\",\"type\":[\"F32\",9223372036854775808]}", "an integer of 64 bits"),
        new Case(x, "\"key\":\"x\",\"type\":[\"F32\"," + deep + "]}", "nesting depth"),
        new Case(x, "\"key\":\"x\",\"type\":[\"F32\"," + sum + "]}", "has more than 256 parts"),
        new Case(
            x,
            "\"key\":\"x\",\"type\":[\"F32\"" + ("," + six).repeat(20) + "]}",
            "are too hard to count"),
        new Case(x, "\"key\":\"x\",\"type\":[\"F32\"" + ",1".repeat(40) + "]}", "the rank 40 is"),
        // Composites.
        new Case("\"composite\":\"twice.0\"", "\"composite\":\"twice.1\"", "no composite twice.1"),
        new Case(
            "\"composite\":\"twice.0\"", "\"composite\":0", "composite: must be a string, got 0"),
        new Case(
            "\"composite\":\"twice.0\"",
            "\"composite\":\"twice.0\",\"op\":\"add\"",
            "the field op is"),
        new Case(
            "\"inputs\":[2]",
            "\"inputs\":[2,2]",
            "operation twice of [F32[2], F32[2]]: was written"),
        new Case("\"parameters\":[0]", "\"parameters\":[1]", "twice.0: the parameter add"),
        new Case("\"parameters\":[0]", "\"parameters\":[]", "twice.0: reads Input[key=0"),
        new Case(
            "\"parameters\":[0]", "\"parameters\":[0,0]", "twice.0: one value is two parameters"),
        new Case("{\"a\":1}", "{\"a\":[1]}", "twice.0.attributes.a: must be a number"),
        new Case("{\"a\":1}", "{\"a\":{\"short\":1}}", "the field short is unknown"),
        new Case(
            "\"fused_gradient\":false", "\"fused_gradient\":0", "must be true or false, got 0"),
        new Case(
            "{\"op\":\"add\",\"inputs\":[0,0]",
            "{\"composite\":\"twice.0\",\"inputs\":[0]",
            "composites.twice.0.nodes[1].composite: no composite twice.0 is defined before"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isRefused(Case spoiled) {
    assertTrue(GOOD.contains(spoiled.part()), "spoils nothing");
    int at = GOOD.indexOf(spoiled.part());
    String file =
        GOOD.substring(0, at) + spoiled.instead() + GOOD.substring(at + spoiled.part().length());
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> read(file));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains(spoiled.message()), message);
  }

  @Test
  void nothingIsNoFile() {
    for (String file : List.of("", " ", "[]", "null", "\u0000", "{}")) {
      assertThrows(IllegalArgumentException.class, () -> read(file), file);
    }
  }

  /** Each uses the one before twice: forty lines that stand for a million million nodes. */
  @Test
  void compositesThatGrowWithoutEndAreRefused() {
    StringBuilder definitions = new StringBuilder();
    for (int i = 1; i <= 40; i++) {
      String use =
          "{\"composite\":\"twice." + (i - 1) + "\",\"inputs\":[%d],\"types\":[[\"F32\",2]]}";
      definitions.append(
          (",\"twice."
                  + i
                  + "\":{\"name\":\"twice\",\"fused_gradient\":false,\"attributes\":{},"
                  + "\"nodes\":[{\"op\":\"input\",\"attributes\":{\"key\":\"0\",\"type\":[\"F32\",2]},"
                  + "\"types\":[[\"F32\",2]]},")
              + String.format(use, 0)
              + ","
              + String.format(use, 1)
              + "],\"parameters\":[0],\"results\":[2]}");
    }
    String file = GOOD.replace("\"results\":[1]}}", "\"results\":[1]}" + definitions + "}");
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> read(file));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("more than 1000000 nodes"),
        refused.getMessage());
  }

  /** Whatever a byte becomes, the file is read or refused, and nothing else happens. */
  @Property(tries = 2000)
  void anyByteChanged(@ForAll @IntRange(max = 1 << 20) int place, @ForAll byte value) {
    byte[] file = GOOD.getBytes(StandardCharsets.UTF_8);
    file[place % file.length] = value;
    try {
      GraphFile.read(file);
    } catch (IllegalArgumentException e) {
      assertTrue(String.valueOf(e.getMessage()).length() > 5, e.getMessage());
    }
  }

  @Property(tries = 300)
  void anyLengthCutOff(@ForAll @IntRange(max = 1 << 20) int length) {
    byte[] file = GOOD.getBytes(StandardCharsets.UTF_8);
    int kept = length % (GOOD.stripTrailing().length() - 1);
    assertThrows(IllegalArgumentException.class, () -> GraphFile.read(Arrays.copyOf(file, kept)));
  }

  /** A composite that has the name of a kernel's and not its operands runs as it is defined. */
  @Test
  void aNameIsNotBelieved() {
    Value x = Ops.input("0", DType.F32, Shape.of(4, 64));
    Value gain = Ops.input("1", DType.F32, Shape.of(1));
    Composite norm =
        new Composite(
            new CompositeType("layer_norm", true),
            Map.of("epsilon", 1e-5),
            List.of(x, gain),
            List.of(Ops.mul(x, gain)));
    Graph graph =
        Graph.of(
            Map.of(
                "y",
                Ops.apply(
                    norm,
                    Ops.input("x", DType.F32, Shape.of(4, 64)),
                    Ops.input("gain", DType.F32, Shape.of(1)))));
    try (Plan plan = Plan.of(RoundTrip.of(graph)).compile()) {
      plan.input("x").setDouble(5, 3);
      plan.input("gain").setDouble(0, 2);
      plan.run();
      assertEquals(6, plan.output("y").getDouble(5));
      assertEquals(0, plan.output("y").getDouble(6));
    }
  }

  // What cannot be read is not written.

  private static void refusedOnWriting(Value value, String message) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> GraphFile.write(Map.of("g", Graph.of(Map.of("y", value)))));
    assertTrue(String.valueOf(refused.getMessage()).contains(message), refused.getMessage());
  }

  @Test
  void operationsThatAreNoPrimitivesAreNotWritten() {
    Value x = Ops.input("x", DType.F32, Shape.of(2));
    Op own =
        new Op() {
          @Override
          public String opName() {
            return "own";
          }

          @Override
          public List<TensorType> infer(List<TensorType> inputs) {
            return inputs;
          }
        };
    refusedOnWriting(Ops.apply(own, x), "graph g: node 1 (own): ");
    assertTrue(Arrays.stream(Move.values()).noneMatch(Operations::holds));
  }

  @Test
  void attributesWithoutAFormAreNotWritten() {
    Value x = Ops.input("0", DType.F32, Shape.of(2));
    Composite composite =
        new Composite(
            new CompositeType("c", false),
            Map.of("list", List.of(1)),
            List.of(x),
            List.of(Ops.unary(Unary.EXP, x)));
    refusedOnWriting(
        Ops.apply(composite, Ops.input("x", DType.F32, Shape.of(2))),
        "composite c: the attribute list is a ");
  }

  @Test
  void aComponentWithoutAFormIsSaidToBe() {
    AttributeWriter writer = new AttributeWriter(tensor -> 0, composite -> "");
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> Text.of(out -> writer.write(out, Thread.State.class)));
    assertEquals("files have no form for a java.lang.Class", refused.getMessage());
  }

  @Test
  void bodiesThatReadMoreThanTheirParametersAreNotWritten() {
    Value x = Ops.input("0", DType.F32, Shape.of(2));
    Value state = Ops.apply(new Leaf.State("s", x.type()));
    Composite composite =
        new Composite(
            new CompositeType("c", false), Map.of(), List.of(x), List.of(Ops.add(x, state)));
    refusedOnWriting(
        Ops.apply(composite, Ops.input("x", DType.F32, Shape.of(2))),
        "composite c: reads State[key=s");
  }

  @Test
  void largeConstantsAreNotWritten() {
    try (Tensor large = Tensor.zeros(Device.CPU, DType.I8, (64 << 20) + 1)) {
      refusedOnWriting(Ops.constant(large), "make it a parameter");
    }
  }

  @Test
  void endlessDimensionsAreNotWritten() {
    List<Dim> symbols = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      symbols.add(Dim.symbol("d" + i));
    }
    Dim sum = symbols.stream().reduce(Dim.ZERO, Dim::plus);
    refusedOnWriting(Ops.input("x", DType.F32, Shape.of(sum)), "has more than 256 parts");
  }

  @Test
  void namesOfDimensionsThatAreExpressionsAreRefused() {
    for (String name : List.of("", "a b", "a+b", "2·a", "(a)", "a,b", "[a]")) {
      assertThrows(IllegalArgumentException.class, () -> Dim.symbol(name), name);
    }
  }

  @Test
  void aNodeMadeTwiceIsTwoNodes() {
    Node first = Node.of(new Leaf.Input("x", new TensorType(DType.F32, Shape.of(2))), List.of());
    Node second = Node.of(first.op(), List.of());
    Graph read = RoundTrip.of(Graph.of(Map.of("y", Ops.add(first.output(), second.output()))));
    assertEquals(3, read.nodes().size());
  }
}
