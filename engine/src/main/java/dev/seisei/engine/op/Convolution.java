package dev.seisei.engine.op;

import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Cross-correlation over one to three spatial axes: (x [N, C, D…], w [O, C/groups, K…]) → [N, O,
 * D′…]. Other layouts are a {@link Permute} of the operands, which costs nothing by itself.
 */
public record Convolution(Window window) implements PrimitiveOp {
  @Override
  public String opName() {
    return "convolution";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(inputs, 2);
    Check.sameDtype(Check.floating(inputs.get(0)), inputs.get(1));
    return List.of(
        inputs.get(0).withShape(window.output(inputs.get(0).shape(), inputs.get(1).shape())));
  }

  @Override
  public Optional<List<@Nullable Value>> gradient(Node node, List<@Nullable Value> gradients) {
    Value d = gradients.get(0);
    if (d == null) {
      return Optional.of(Ops.none(node.inputs().size()));
    }
    Value x = node.input(0);
    Value w = node.input(1);
    return Optional.of(
        Arrays.asList(
            Ops.apply(new ConvolutionInputGradient(window, x.shape()), d, w),
            Ops.apply(new ConvolutionWeightGradient(window, w.shape()), x, d)));
  }
}
