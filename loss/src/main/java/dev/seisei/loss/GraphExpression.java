package dev.seisei.loss;

import dev.seisei.engine.nn.Activations;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An expression in a SameDiff graph, from plain operations.
 *
 * @param rank of it and of all it is combined with: 1 for a single example, else examples lie along
 *     the first axis
 */
record GraphExpression(SDVariable variable, int rank) implements Expression<GraphExpression> {

  /**
   * The inputs of a loss. SameDiff does not know the rank of what an operation computes; unless it
   * knows that of every input, all are flattened. (The import into the engine resolves that.) To
   * assume a rank instead would let a wrong one broadcast in silence.
   *
   * @throws IllegalArgumentException if two shapes are known and differ
   */
  static List<GraphExpression> inputs(List<String> names, List<SDVariable> variables) {
    int rank = commonRank(names, variables);
    return variables.stream().allMatch(GraphExpression::canBeReduced)
        ? elements(names, variables)
        : variables.stream().map(variable -> flattened(variable, rank == 1)).toList();
  }

  /**
   * The inputs of a formula that does not look at an example as a whole.
   *
   * @throws IllegalArgumentException if two shapes are known and differ
   */
  static List<GraphExpression> elements(List<String> names, List<SDVariable> variables) {
    int rank = commonRank(names, variables);
    return variables.stream().map(variable -> new GraphExpression(variable, rank)).toList();
  }

  /**
   * The rank that the known shapes have, or 2.
   *
   * @throws IllegalArgumentException if two of them differ
   */
  static int commonRank(List<String> names, List<SDVariable> variables) {
    int known = -1;
    for (int i = 0; i < variables.size(); i++) {
      if (isShapeKnown(variables.get(i))) {
        if (known >= 0) {
          requireCompatible(
              names.get(known),
              variables.get(known).getShape(),
              names.get(i),
              variables.get(i).getShape());
        }
        known = i;
      }
    }
    return known < 0 ? 2 : variables.get(known).getShape().length;
  }

  /** A placeholder that was given no shape says that it is a scalar. */
  private static boolean isShapeKnown(SDVariable variable) {
    return variable.getShape() != null && variable.getShape().length > 0;
  }

  /** SameDiff's own session fails to reduce the second axis of a matrix if its extent is 1. */
  private static boolean canBeReduced(SDVariable variable) {
    return isShapeKnown(variable)
        && (variable.getShape().length != 2 || variable.getShape()[1] > 1);
  }

  private static void requireCompatible(String nameA, long[] a, String nameB, long[] b) {
    boolean compatible =
        a.length == b.length
            && IntStream.range(0, a.length).allMatch(i -> a[i] == b[i] || a[i] < 0 || b[i] < 0);
    if (!compatible) {
      throw Shapes.differ(nameA, a, nameB, b);
    }
  }

  /** As [N, D, 1]: of rank 3, for the reason given above. */
  private static GraphExpression flattened(SDVariable variable, boolean single) {
    SameDiff graph = variable.getSameDiff();
    SDVariable examples =
        single
            ? graph.constant(Nd4j.createFromArray(1L))
            : graph.gather(variable.shape(), graph.constant(Nd4j.createFromArray(0L)), 0);
    SDVariable features = graph.constant(Nd4j.createFromArray(-1L, 1L));
    return new GraphExpression(graph.reshape(variable, graph.concat(0, examples, features)), 3);
  }

  /** Everything but the first axis; of a single example, that one. */
  private int[] features() {
    return rank == 1 ? new int[] {0} : IntStream.range(1, rank).toArray();
  }

  @Override
  public GraphExpression plus(GraphExpression other) {
    return with(variable.add(other.variable));
  }

  @Override
  public GraphExpression minus(GraphExpression other) {
    return with(variable.sub(other.variable));
  }

  @Override
  public GraphExpression times(GraphExpression other) {
    return with(variable.mul(other.variable));
  }

  @Override
  public GraphExpression plus(double number) {
    return with(variable.add(number));
  }

  @Override
  public GraphExpression times(double number) {
    return with(variable.mul(number));
  }

  @Override
  public GraphExpression atMost(double number) {
    return with(graph().math().min(variable, constant(number)));
  }

  @Override
  public GraphExpression abs() {
    return with(graph().math().abs(variable));
  }

  @Override
  public GraphExpression exp() {
    return with(graph().math().exp(variable));
  }

  @Override
  public GraphExpression expm1() {
    return with(graph().math().expm1(variable));
  }

  @Override
  public GraphExpression log() {
    return with(graph().math().log(variable));
  }

  @Override
  public GraphExpression log1p() {
    return with(graph().math().log1p(variable));
  }

  /** The engine's composite, which a kernel can claim whole. */
  @Override
  public GraphExpression softplus() {
    return with(Activations.softplus(variable));
  }

  @Override
  public GraphExpression logSoftmax() {
    return with(graph().nn().logSoftmax(variable, rank - 1));
  }

  @Override
  public GraphExpression sum() {
    return with(variable.sum(rank == 1, features()));
  }

  @Override
  public GraphExpression mean() {
    return with(variable.mean(rank == 1, features()));
  }

  @Override
  public GraphExpression logMeanExp() {
    SDVariable largest = variable.max(true, features());
    SDVariable ofScaled =
        graph().math().log(graph().math().exp(variable.sub(largest)).mean(true, features()));
    return with(ofScaled.add(largest).reshape(-1));
  }

  @Override
  public GraphExpression itself() {
    return this;
  }

  private GraphExpression with(SDVariable result) {
    return new GraphExpression(result, rank);
  }

  private SameDiff graph() {
    return variable.getSameDiff();
  }

  private SDVariable constant(double number) {
    return graph().constant(Nd4j.scalar(variable.dataType(), number));
  }
}
