package dev.seisei.engine.samediff;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Why an operation cannot be imported, and the way out. */
final class Refusals {
  private static final Set<String> CONTROL_FLOW =
      Set.of(
          "enter",
          "exit",
          "if",
          "invoke",
          "loop_cond",
          "merge",
          "next_iteration",
          "switch",
          "while");

  private static final Map<String, String> BY_KIND =
      Map.ofEntries(
          Map.entry(
              "precise_gelu",
              "drops the cubic term of its formula; use dev.seisei.engine.nn.Activations.geluTanh"),
          Map.entry(
              "argamin",
              "is wrong in SameDiff where the first element is negative; use argmin of abs"),
          Map.entry("assign", "fails in SameDiff's own session; use Annotations.update of a state"),
          Map.entry("batched_gemm", "crashes SameDiff's own session; use mmul of stacked matrices"),
          Map.entry("lstmBlock", "mixes up its inputs in SameDiff; use lstmLayer"),
          Map.entry("repeat", "crashes SameDiff's own session; use tile, or gather"),
          Map.entry("roll", "is wrong in SameDiff for most shifts; concatenate two slices"),
          Map.entry("scatter_update", "fails in SameDiff's own session; choose rows with where"));

  private Refusals() {}

  /** What to say of a kind of operation that no importer takes. */
  static String of(String kind) {
    String reason = BY_KIND.get(kind);
    if (reason != null) {
      return reason;
    }
    String name = kind.toLowerCase(Locale.ROOT);
    if (CONTROL_FLOW.contains(name)) {
      return "control flow cannot be imported; unroll it, or choose with a select";
    } else if (name.contains("dropout")) {
      return "draws from ND4J's own generator; use dev.seisei.engine.nn.Dropout";
    } else if (name.startsWith("random") || name.startsWith("distribution_")) {
      return "draws from ND4J's own generator; use Annotations.random";
    } else if (name.endsWith("_bp") || name.contains("derivative")) {
      return "is a gradient; import the graph without its gradients, and differentiate that with"
          + " dev.seisei.engine.gradient.Gradients";
    }
    return "cannot be imported; write it with operations that can, which OperationTable.kinds()"
        + " lists";
  }
}
