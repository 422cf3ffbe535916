package dev.seisei.engine.samediff;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Small SameDiff graphs, at least one for every kind of operation that can be imported: odd shapes,
 * double precision, deterministic inputs away from kinks and ties.
 */
public final class ImportExamples {
  /** A graph to be built, and the kind of operation that it shows. */
  public record Example(String kind, String variant, Supplier<Built> build) {
    @Override
    public String toString() {
      return kind + (variant.isEmpty() ? "" : ": " + variant);
    }
  }

  /**
   * A graph and what to run it with.
   *
   * @param differentiable whether a gradient flows from some placeholder to some output
   */
  public record Built(
      SameDiff graph,
      List<String> outputs,
      Map<String, INDArray> placeholders,
      boolean differentiable) {}

  private final List<Example> examples = new ArrayList<>();

  private ImportExamples() {}

  /** All examples. */
  public static List<Example> all() {
    ImportExamples examples = new ImportExamples();
    ElementwiseExamples.register(examples);
    PairwiseExamples.register(examples);
    SelectionExamples.register(examples);
    ReductionExamples.register(examples);
    ShapeExamples.register(examples);
    IndexExamples.register(examples);
    ConvolutionExamples.register(examples);
    LayerExamples.register(examples);
    RecurrentExamples.register(examples);
    LossExamples.register(examples);
    return List.copyOf(examples.examples);
  }

  /** Adds an example with one output. */
  void add(String kind, String variant, Function<Sketch, SDVariable> body) {
    addAll(kind, variant, sketch -> new SDVariable[] {body.apply(sketch)});
  }

  /** Adds an example. */
  void addAll(String kind, String variant, Function<Sketch, SDVariable[]> body) {
    examples.add(
        new Example(
            kind,
            variant,
            () -> {
              Sketch sketch = new Sketch();
              return sketch.built(body.apply(sketch));
            }));
  }
}
