package dev.seisei.engine.reference;

import static dev.seisei.engine.reference.ArrayFunctions.accumulated;
import static dev.seisei.engine.reference.ArrayFunctions.best;
import static dev.seisei.engine.reference.ArrayFunctions.concat;
import static dev.seisei.engine.reference.ArrayFunctions.logSoftmax;
import static dev.seisei.engine.reference.ArrayFunctions.map;
import static dev.seisei.engine.reference.ArrayFunctions.matmul;
import static dev.seisei.engine.reference.ArrayFunctions.mirror;
import static dev.seisei.engine.reference.ArrayFunctions.reduce;
import static dev.seisei.engine.reference.ArrayFunctions.reorder;
import static dev.seisei.engine.reference.ArrayFunctions.row;
import static dev.seisei.engine.reference.ArrayFunctions.slide;
import static dev.seisei.engine.reference.ArrayFunctions.spread;
import static dev.seisei.engine.reference.DenseArray.forEach;
import static dev.seisei.engine.reference.DenseArray.zeros;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Op;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.op.ArgReduce;
import dev.seisei.engine.op.Binary;
import dev.seisei.engine.op.Broadcast;
import dev.seisei.engine.op.Cast;
import dev.seisei.engine.op.Clip;
import dev.seisei.engine.op.Compare;
import dev.seisei.engine.op.Concat;
import dev.seisei.engine.op.Convolution;
import dev.seisei.engine.op.ConvolutionInputGradient;
import dev.seisei.engine.op.ConvolutionWeightGradient;
import dev.seisei.engine.op.Cumulative;
import dev.seisei.engine.op.Gather;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.op.LogSoftmax;
import dev.seisei.engine.op.Logical;
import dev.seisei.engine.op.MatMul;
import dev.seisei.engine.op.Pad;
import dev.seisei.engine.op.Permute;
import dev.seisei.engine.op.Power;
import dev.seisei.engine.op.Reduce;
import dev.seisei.engine.op.Reshape;
import dev.seisei.engine.op.Reverse;
import dev.seisei.engine.op.Scale;
import dev.seisei.engine.op.ScatterAdd;
import dev.seisei.engine.op.Select;
import dev.seisei.engine.op.Slice;
import dev.seisei.engine.op.Softmax;
import dev.seisei.engine.op.StopGradient;
import dev.seisei.engine.op.Unary;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Runs a graph in plain Java, by the definition of each operation and in double precision whatever
 * its type: slow, and independent of every kernel, so that kernels can be checked against it.
 *
 * <p>An operation that has a decomposition is run as that. Random numbers are not drawn.
 */
public final class GraphInterpreter {
  private final Map<String, DenseArray> leaves;
  private final Map<Value, DenseArray> known = new HashMap<>();

  private GraphInterpreter(Map<String, DenseArray> leaves) {
    this.leaves = leaves;
  }

  /**
   * Runs a graph.
   *
   * @param leaves inputs, parameters and states by name; the inputs' shapes say what the symbolic
   *     dimensions are
   * @return outputs, then updates, by name
   */
  public static Map<String, Tensor> run(Graph graph, Map<String, Tensor> leaves) {
    Graph bound = lower(bind(graph, leaves));
    Map<String, DenseArray> arrays = new HashMap<>();
    leaves.forEach((name, tensor) -> arrays.put(name, DenseArray.of(tensor)));
    GraphInterpreter interpreter = new GraphInterpreter(arrays);
    bound.nodes().forEach(node -> interpreter.known.put(node.output(), interpreter.evaluate(node)));
    Map<String, Tensor> results = new LinkedHashMap<>();
    bound.outputs().forEach((name, value) -> results.put(name, interpreter.tensor(value)));
    bound.updates().forEach((name, value) -> results.put(name, interpreter.tensor(value)));
    return results;
  }

  /** A graph with the symbols among the extents of its inputs replaced by those of tensors. */
  public static Graph bind(Graph graph, Map<String, Tensor> inputs) {
    Map<String, Dim> symbols = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Leaf.Input input) {
        for (int axis = 0; axis < input.type().shape().rank(); axis++) {
          Dim dim = input.type().shape().dim(axis);
          if (!dim.isConstant()) {
            Tensor given = Objects.requireNonNull(inputs.get(input.key()), input.key());
            symbols.put(dim.toString(), Dim.of(given.shape()[axis]));
          }
        }
      }
    }
    if (symbols.isEmpty()) {
      return graph;
    }
    UnaryOperator<Dim> dims = dim -> dim.substitute(symbols::get);
    return graph.rewrite((node, renewed) -> Node.of(node.op().bind(dims), renewed).outputs());
  }

  /** A graph in which everything is decomposed that can be; itself, where nothing can. */
  public static Graph lower(Graph graph) {
    Graph lowered = graph;
    while (lowered.nodes().stream().anyMatch(GraphInterpreter::isDecomposable)) {
      lowered =
          lowered.rewrite(
              (node, inputs) ->
                  node.op()
                      .decompose(inputs)
                      .orElseGet(() -> Node.of(node.op(), inputs).outputs()));
    }
    return lowered;
  }

  private static boolean isDecomposable(Node node) {
    return node.op().decompose(node.inputs()).isPresent();
  }

  private Tensor tensor(Value value) {
    Tensor tensor = Tensor.zeros(Device.CPU, value.type().dtype(), value.shape().toLongs());
    double[] elements = array(value).elements();
    for (int i = 0; i < elements.length; i++) {
      tensor.setDouble(i, elements[i]);
    }
    return tensor;
  }

  private DenseArray array(Value value) {
    return Objects.requireNonNull(known.get(value));
  }

  private DenseArray evaluate(Node node) {
    Op op = node.op();
    int[] shape = extents(node.output());
    if (op instanceof Leaf leaf) {
      return leaf(leaf, shape);
    }
    DenseArray x = array(node.input(0));
    boolean whole = !node.input(0).type().dtype().isFloating();
    if (op instanceof Unary unary) {
      return map(x, a -> ScalarFunctions.apply(unary, a));
    } else if (op instanceof Scale scale) {
      return map(x, a -> scale.factor() * a + scale.shift());
    } else if (op instanceof Power power) {
      return map(x, a -> Math.pow(a, power.exponent()));
    } else if (op instanceof Clip clip) {
      return map(x, a -> Math.min(Math.max(a, clip.low()), clip.high()));
    } else if (op instanceof Cast cast) {
      return map(x, a -> ScalarFunctions.cast(cast.to(), a));
    } else if (op instanceof StopGradient) {
      return x;
    } else if (op instanceof Binary binary) {
      DenseArray y = array(node.input(1));
      return DenseArray.of(shape, at -> ScalarFunctions.apply(binary, whole, x.get(at), y.get(at)));
    } else if (op instanceof Compare compare) {
      DenseArray y = array(node.input(1));
      return DenseArray.of(
          shape, at -> ScalarFunctions.holds(compare, x.get(at), y.get(at)) ? 1 : 0);
    } else if (op instanceof Logical logical) {
      DenseArray y = array(node.input(1));
      return DenseArray.of(
          shape, at -> ScalarFunctions.holds(logical, x.get(at) != 0, y.get(at) != 0) ? 1 : 0);
    } else if (op instanceof Select) {
      DenseArray a = array(node.input(1));
      DenseArray b = array(node.input(2));
      return DenseArray.of(shape, at -> (x.get(at) != 0 ? a : b).get(at));
    } else if (op instanceof Broadcast) {
      return DenseArray.of(shape, x::get);
    } else if (op instanceof Reshape) {
      return new DenseArray(shape, x.elements());
    } else if (op instanceof Permute permute) {
      return DenseArray.of(shape, at -> x.get(reorder(at, permute.inverse())));
    } else if (op instanceof Reverse reverse) {
      return DenseArray.of(shape, at -> x.get(mirror(at, shape, reverse.axes())));
    } else if (op instanceof Slice slice) {
      return DenseArray.of(shape, at -> x.get(spread(at, slice.begin(), slice.step())));
    } else if (op instanceof Pad pad) {
      List<Long> steps = pad.interior().stream().map(between -> between + 1).toList();
      DenseArray result = zeros(shape);
      forEach(x.shape(), at -> result.set(x.get(at), spread(at, pad.before(), steps)));
      return result;
    } else if (op instanceof Concat concat) {
      return concat(node.inputs().stream().map(this::array).toList(), concat.axis(), shape);
    } else if (op instanceof Reduce reduce) {
      return reduce(reduce, x, shape);
    } else if (op instanceof ArgReduce arg) {
      return DenseArray.of(shape, at -> best(arg, x, at.clone()));
    } else if (op instanceof Cumulative cumulative) {
      return DenseArray.of(shape, at -> accumulated(cumulative, x, at.clone()));
    } else if (op instanceof Softmax) {
      return map(logSoftmax(x), Math::exp);
    } else if (op instanceof LogSoftmax) {
      return logSoftmax(x);
    } else if (op instanceof MatMul) {
      return matmul(x, array(node.input(1)), shape);
    } else if (op instanceof Gather) {
      DenseArray indices = array(node.input(1));
      return DenseArray.of(shape, at -> x.get(row(indices, at)));
    } else if (op instanceof ScatterAdd) {
      DenseArray rows = array(node.input(1));
      DenseArray result = zeros(shape);
      forEach(rows.shape(), at -> result.add(rows.get(at), row(x, at)));
      return result;
    } else if (op instanceof Convolution convolution) {
      DenseArray w = array(node.input(1));
      DenseArray y = zeros(shape);
      slide(convolution.window(), x, w, y, (i, k, o) -> y.add(x.get(i) * w.get(k), o));
      return y;
    } else if (op instanceof ConvolutionInputGradient gradient) {
      DenseArray w = array(node.input(1));
      DenseArray dx = zeros(shape);
      slide(gradient.window(), dx, w, x, (i, k, o) -> dx.add(x.get(o) * w.get(k), i));
      return dx;
    } else if (op instanceof ConvolutionWeightGradient gradient) {
      DenseArray dy = array(node.input(1));
      DenseArray dw = zeros(shape);
      slide(gradient.window(), x, dw, dy, (i, k, o) -> dw.add(x.get(i) * dy.get(o), k));
      return dw;
    }
    throw new UnsupportedOperationException(op.opName() + " is not interpreted");
  }

  private DenseArray leaf(Leaf leaf, int[] shape) {
    if (leaf instanceof Leaf.Input input) {
      return fed(input.key(), input.type().shape());
    } else if (leaf instanceof Leaf.Parameter parameter) {
      return fed(parameter.key(), parameter.type().shape());
    } else if (leaf instanceof Leaf.State state) {
      return fed(state.key(), state.type().shape());
    } else if (leaf instanceof Leaf.Constant constant) {
      return DenseArray.of(constant.tensor());
    } else if (leaf instanceof Leaf.Fill fill) {
      return DenseArray.of(shape, at -> fill.number());
    } else if (leaf instanceof Leaf.Iota) {
      return DenseArray.of(shape, at -> at[0]);
    } else if (leaf instanceof Leaf.Extent extent) {
      return DenseArray.of(shape, at -> extent.dim().value());
    }
    throw new UnsupportedOperationException(leaf.opName() + " is not interpreted");
  }

  private DenseArray fed(String key, Shape shape) {
    DenseArray array = leaves.get(key);
    if (array == null || !Shape.of(toLongs(array.shape())).equals(shape)) {
      throw new IllegalArgumentException(key + " must be given with shape " + shape);
    }
    return array;
  }

  private static long[] toLongs(int[] extents) {
    return Arrays.stream(extents).asLongStream().toArray();
  }

  private static int[] extents(Value value) {
    return DenseArray.toInts(value.shape().toLongs());
  }
}
