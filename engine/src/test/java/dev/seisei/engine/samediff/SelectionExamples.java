package dev.seisei.engine.samediff;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ops.impl.controlflow.Select;
import org.nd4j.linalg.indexing.conditions.Condition;
import org.nd4j.linalg.indexing.conditions.Conditions;

/** Choices by a condition, and bounds. */
final class SelectionExamples {
  private SelectionExamples() {}

  static void register(ImportExamples examples) {
    examples.add(
        "Where", "", s -> s.sd.where(s.x(2, 3), s.x(2, 3), s.truths(new long[] {2, 3}, BITS)));
    examples.add(
        "Where",
        "rows",
        s -> s.sd.where(s.x(2, 3), s.x(2, 3), s.truths(new long[] {2}, false, true)));
    examples.add(
        "select",
        "",
        s ->
            new Select(
                    s.sd,
                    new SDVariable[] {s.truths(new long[] {2, 3}, BITS), s.x(2, 3), s.x(2, 3)})
                .outputVariable());
    examples.add("ClipByValue", "", s -> s.sd.clipByValue(s.x(3, 5), -0.3, 0.4));
    examples.add("clipbynorm", "all axes", s -> s.sd.clipByNorm(s.x(3, 5), 0.7));
    examples.add("clipbynorm", "rows", s -> s.sd.math().clipByNorm(s.x(3, 5), 1.1, 1));
    examples.add("clipbynorm", "not reached", s -> s.sd.math().clipByNorm(s.x(3, 5), 100, 1));
    examples.add("clipbyavgnorm", "", s -> s.sd.math().clipByAvgNorm(s.x(3, 5), 0.1));
    examples.add("clipbyavgnorm", "rows", s -> s.sd.math().clipByAvgNorm(s.x(3, 5), 0.25, 1));
    examples.add("cas", "", s -> s.sd.replaceWhere(s.x(3, 5), 0.3, Conditions.lessThan(0.2)));
    examples.add("car", "", s -> s.sd.replaceWhere(s.x(3, 5), s.x(3, 5), Conditions.lessThan(0.2)));
    conditions(examples);
  }

  private static final boolean[] BITS = {true, false, false, true, true, false};

  private static void conditions(ImportExamples examples) {
    double[] numbers = {-3, -2, -1, 0, 1, 2, 2, 3, Double.POSITIVE_INFINITY, Double.NaN};
    Condition[] conditions = {
      Conditions.epsEquals(2),
      Conditions.epsNotEquals(2),
      Conditions.notEquals(2),
      Conditions.lessThan(2),
      Conditions.lessThanOrEqual(2),
      Conditions.greaterThan(2),
      Conditions.greaterThanOrEqual(2),
      Conditions.absEquals(2),
      Conditions.absLessThan(2),
      Conditions.absLessThanOrEqual(2),
      Conditions.absGreaterThan(2),
      Conditions.absGreaterThanOrEqual(2),
      Conditions.isInfinite(),
      Conditions.isNan(),
      Conditions.isFinite(),
      Conditions.notFinite()
    };
    for (Condition condition : conditions) {
      String variant = condition.getClass().getSimpleName();
      examples.add(
          "match_condition_transform",
          variant,
          s -> s.sd.matchCondition(s.real(numbers), condition));
      examples.add(
          "match_condition", variant, s -> s.sd.matchConditionCount(s.real(numbers), condition));
    }
    Condition above = Conditions.greaterThan(0.6);
    examples.add(
        "match_condition",
        "along an axis",
        s -> s.sd.matchConditionCount(s.x(3, 5), above, true, 1));
    examples.add("first_index", "", s -> s.sd.math().firstIndex(s.x(3, 5), above, 1));
    examples.add(
        "first_index", "keeps axes", s -> s.sd.math().firstIndex(s.x(3, 5), above, true, 0));
    examples.add("last_index", "", s -> s.sd.math().lastIndex(s.x(3, 5), above, 1));
  }
}
