package dev.seisei.benchmarks.workload;

/**
 * A loss, and the parameters that are updated to make it smaller.
 *
 * @param name what the loss is called
 * @param trained what the names of those parameters begin with; empty for all
 */
public record Objective(String name, String trained) {
  /** The only objective of a network: one loss, by all parameters. */
  public static final Objective LOSS = new Objective("loss", "");

  /** Whether the parameter of that name is updated. */
  public boolean trains(String parameter) {
    return parameter.startsWith(trained);
  }
}
