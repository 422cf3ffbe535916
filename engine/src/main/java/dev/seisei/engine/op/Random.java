package dev.seisei.engine.op;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Op;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.memory.DType;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * (key I64[2]) → random numbers of the given type: element i is drawn from Philox 4x32-10 keyed by
 * the seed {@code key[0]}, at step {@code key[1]}, in this stream, at position i. Equal keys give
 * equal numbers, whatever the shape.
 */
public record Random(Distribution distribution, int stream, DType dtype, Shape shape)
    implements PrimitiveOp {
  /** What is drawn. */
  public enum Distribution {
    /** Uniform on [0, 1). */
    UNIFORM,
    /** Standard normal. */
    NORMAL
  }

  @Override
  public String opName() {
    return "random_" + distribution.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.that(
        Check.only(inputs).equals(new TensorType(DType.I64, Shape.of(2))),
        "the key must be I64[2]");
    Check.that(dtype.isFloating(), "random numbers are floating-point, not " + dtype);
    return List.of(new TensorType(dtype, shape));
  }

  @Override
  public Op bind(UnaryOperator<Dim> dims) {
    return new Random(distribution, stream, dtype, shape.map(dims));
  }
}
