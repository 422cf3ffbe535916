package dev.seisei.engine.op;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Op;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * (dy [N, O, D′…], w [O, C/groups, K…]) → dx [N, C, D…]: the gradient of {@link Convolution} with
 * respect to its input, which is also transposed convolution.
 */
public record ConvolutionInputGradient(Window window, Shape inputShape) implements PrimitiveOp {
  @Override
  public String opName() {
    return "convolution_input_gradient";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(inputs, 2);
    Shape expected = window.output(inputShape, inputs.get(1).shape());
    Check.that(
        expected.equals(inputs.get(0).shape()),
        "an input " + inputShape + " gives " + expected + ", not " + inputs.get(0).shape());
    return List.of(inputs.get(0).withShape(inputShape));
  }

  @Override
  public Optional<List<@Nullable Value>> gradient(Node node, List<@Nullable Value> gradients) {
    Value d = gradients.get(0);
    if (d == null) {
      return Optional.of(Ops.none(node.inputs().size()));
    }
    Value u = node.input(0);
    Value w = node.input(1);
    return Optional.of(
        Arrays.asList(
            Ops.apply(new Convolution(window), d, w),
            Ops.apply(new ConvolutionWeightGradient(window, w.shape()), d, u)));
  }

  @Override
  public Op bind(UnaryOperator<Dim> dims) {
    return new ConvolutionInputGradient(window, inputShape.map(dims));
  }
}
