package dev.seisei.engine.op;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Op;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/** A value that is not computed from others. */
public sealed interface Leaf extends PrimitiveOp {
  /** The type of the value. */
  TensorType type();

  @Override
  default List<TensorType> infer(List<TensorType> inputs) {
    Check.count(inputs, 0);
    return List.of(type());
  }

  private static TensorType bind(TensorType type, UnaryOperator<Dim> dims) {
    return type.withShape(type.shape().map(dims));
  }

  /** Given at every run. */
  record Input(String key, TensorType type) implements Leaf {
    @Override
    public String opName() {
      return "input";
    }

    @Override
    public Op bind(UnaryOperator<Dim> dims) {
      return new Input(key, Leaf.bind(type, dims));
    }
  }

  /** A parameter, read from the plan's parameter store. */
  record Parameter(String key, TensorType type) implements Leaf {
    @Override
    public String opName() {
      return "parameter";
    }
  }

  /** The value that a state had before the run. */
  record State(String key, TensorType type) implements Leaf {
    @Override
    public String opName() {
      return "state";
    }

    @Override
    public Op bind(UnaryOperator<Dim> dims) {
      return new State(key, Leaf.bind(type, dims));
    }
  }

  /** A fixed tensor. Two constants are equal only if they are the same tensor. */
  record Constant(Tensor tensor) implements Leaf {
    @Override
    public String opName() {
      return "constant";
    }

    @Override
    public TensorType type() {
      return new TensorType(tensor.dtype(), Shape.of(tensor.shape()));
    }

    @Override
    public String toString() {
      return tensor.elements() == 1 ? "constant " + tensor.getDouble(0) : "constant " + tensor;
    }
  }

  /** The same number everywhere. */
  record Fill(double number, TensorType type) implements Leaf {
    @Override
    public String opName() {
      return "fill";
    }

    @Override
    public Op bind(UnaryOperator<Dim> dims) {
      return new Fill(number, Leaf.bind(type, dims));
    }
  }

  /** 0, 1, 2 … along one axis of the given extent. */
  record Iota(Dim extent, DType dtype) implements Leaf {
    @Override
    public String opName() {
      return "iota";
    }

    @Override
    public TensorType type() {
      return new TensorType(dtype, Shape.of(extent));
    }

    @Override
    public Op bind(UnaryOperator<Dim> dims) {
      return new Iota(dims.apply(extent), dtype);
    }
  }

  /** A dimension as a scalar, for means and counts over symbolic axes. */
  record Extent(Dim dim, DType dtype) implements Leaf {
    @Override
    public String opName() {
      return "extent";
    }

    @Override
    public TensorType type() {
      return new TensorType(dtype, Shape.of(new long[0]));
    }

    @Override
    public Op bind(UnaryOperator<Dim> dims) {
      Dim bound = dims.apply(dim);
      return bound.isConstant()
          ? new Fill((double) bound.value(), type())
          : new Extent(bound, dtype);
    }
  }
}
