package dev.seisei.evaluate.fidelity;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.plan.Plan;
import java.util.Map;

/**
 * Inner products of all pairs of points, block by block, by the engine: what distances and kernels
 * of ten thousand points are fast by.
 *
 * <p>They are in float32, whose rounding is bounded: see {@link #error}. Not thread-safe.
 */
final class Products implements AutoCloseable {
  /** Points on a side of a block, at most: a block stays in the cache. */
  private static final int BLOCK = 1000;

  private final Plan plan;
  private final int rows;
  private final int dimensions;
  private final float[] block;

  /**
   * @param dimensions of the points
   * @param most points there are, at most
   */
  Products(int dimensions, int most) {
    this.dimensions = dimensions;
    this.rows = Math.min(BLOCK, most);
    Value a = Ops.input("a", DType.F32, Shape.of(rows, dimensions));
    Value b = Ops.input("b", DType.F32, Shape.of(rows, dimensions));
    plan = Plan.of(Graph.of(Map.of("products", Ops.matmul(a, Ops.transpose(b))))).compile();
    block = new float[Math.multiplyExact(rows, rows)];
  }

  /**
   * A bound on how far a product xᵀy is from the true one, as a share of |x|² + |y|², twice over.
   *
   * <p>Source: Higham, 2002, "Accuracy and stability of numerical algorithms", equation 3.5, for
   * sums in any order: |error| ≤ γ Σ|xᵢyᵢ| ≤ γ (|x|² + |y|²) / 2, with γ = D·u / (1 − D·u) and u =
   * 2⁻²⁴.
   */
  static double error(int dimensions) {
    double sum = (dimensions + 2) * 0x1p-24;
    return sum / (1 - sum);
  }

  /** Points on a side of a block. */
  int rows() {
    return rows;
  }

  /**
   * The products of some points with some others.
   *
   * @return of point i of the first and j of the second, counted from the given ones, at i·{@link
   *     #rows} + j; overwritten by the next call
   */
  float[] of(Points a, int fromA, Points b, int fromB) {
    fill("a", a, fromA);
    fill("b", b, fromB);
    plan.run();
    plan.output("products").bytes().asFloatBuffer().get(block);
    return block;
  }

  private void fill(String input, Points points, int from) {
    // What is left of an earlier block behind the last point is not read by anyone.
    int count = Math.min(rows, points.size() - from);
    plan.input(input)
        .bytes()
        .asFloatBuffer()
        .put(points.values(), from * dimensions, count * dimensions);
  }

  @Override
  public void close() {
    plan.close();
  }
}
