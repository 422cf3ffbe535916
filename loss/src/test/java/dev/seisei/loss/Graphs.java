package dev.seisei.loss;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Runs graph forms in SameDiff's own session. */
final class Graphs {
  /** How much the graph is told of its inputs' shapes. */
  enum Known {
    /** All but the number of examples. */
    SHAPE,
    /** Nothing, as of what an operation computes. */
    NOTHING
  }

  private Graphs() {}

  /** The loss of each example. */
  static double[] run(Known known, Function<SDVariable[], SDVariable> loss, INDArray... inputs) {
    return values(output(known, loss, inputs));
  }

  /** What the graph computes. */
  static INDArray output(Known known, Function<SDVariable[], SDVariable> loss, INDArray... inputs) {
    SameDiff graph = SameDiff.create();
    SDVariable result = loss.apply(variables(graph, known, inputs));
    return graph.outputSingle(feed(inputs), result.name());
  }

  /** The gradients of the sum over all examples, by SameDiff, with respect to each input. */
  static List<double[]> gradients(
      Known known, Function<SDVariable[], SDVariable> loss, INDArray... inputs) {
    SameDiff graph = SameDiff.create();
    SDVariable[] variables = new SDVariable[inputs.length];
    String[] names = new String[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      names[i] = "input" + i;
      variables[i] = as(known, graph.var(names[i], inputs[i]));
    }
    loss.apply(variables).sum().markAsLoss();
    quietly(() -> graph.createGradFunction(names));
    Map<String, INDArray> gradients = graph.calculateGradients(Map.of(), names);
    return Arrays.stream(names).map(name -> values(requireNonNull(gradients.get(name)))).toList();
  }

  /** SameDiff prints each operation that it differentiates. */
  private static void quietly(Runnable work) {
    PrintStream out = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8));
    try {
      work.run();
    } finally {
      System.setOut(out);
    }
  }

  private static SDVariable as(Known known, SDVariable input) {
    return known == Known.SHAPE ? input : input.getSameDiff().identity(input);
  }

  static double[] values(INDArray array) {
    return array.dup('c').data().asDouble();
  }

  static INDArray array(double[][] rows) {
    return Nd4j.createFromArray(rows);
  }

  /** Placeholders for the inputs. */
  static SDVariable[] variables(SameDiff graph, Known known, INDArray... inputs) {
    return IntStream.range(0, inputs.length)
        .mapToObj(
            i -> {
              DataType type = inputs[i].dataType();
              long[] shape = inputs[i].shape().clone();
              if (shape.length > 1) {
                shape[0] = -1;
              }
              return as(known, graph.placeHolder("input" + i, type, shape));
            })
        .toArray(SDVariable[]::new);
  }

  private static Map<String, INDArray> feed(INDArray... inputs) {
    Map<String, INDArray> feed = new HashMap<>();
    for (int i = 0; i < inputs.length; i++) {
      feed.put("input" + i, inputs[i]);
    }
    return feed;
  }
}
