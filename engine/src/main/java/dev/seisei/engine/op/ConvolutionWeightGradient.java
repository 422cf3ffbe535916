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
 * (x [N, C, D…], dy [N, O, D′…]) → dw [O, C/groups, K…]: the gradient of {@link Convolution} with
 * respect to its weights.
 */
public record ConvolutionWeightGradient(Window window, Shape weightShape) implements PrimitiveOp {
  @Override
  public String opName() {
    return "convolution_weight_gradient";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(inputs, 2);
    Shape expected = window.output(inputs.get(0).shape(), weightShape);
    Check.that(
        expected.equals(inputs.get(1).shape()),
        "weights " + weightShape + " give " + expected + ", not " + inputs.get(1).shape());
    return List.of(inputs.get(0).withShape(weightShape));
  }

  @Override
  public Optional<List<@Nullable Value>> gradient(Node node, List<@Nullable Value> gradients) {
    Value d = gradients.get(0);
    if (d == null) {
      return Optional.of(Ops.none(node.inputs().size()));
    }
    Value x = node.input(0);
    Value u = node.input(1);
    return Optional.of(
        Arrays.asList(
            Ops.apply(new ConvolutionInputGradient(window, x.shape()), u, d),
            Ops.apply(new Convolution(window), x, d)));
  }

  @Override
  public Op bind(UnaryOperator<Dim> dims) {
    return new ConvolutionWeightGradient(window, weightShape.map(dims));
  }
}
