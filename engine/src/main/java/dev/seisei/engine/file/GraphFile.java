package dev.seisei.engine.file;

import dev.seisei.engine.graph.Graph;
import java.util.Map;

/**
 * Named graphs as one file, so that a trained model can be run without the code that built it.
 *
 * <p>The file is JSON in UTF-8, a line a node: a version, then three parts of which each refers to
 * those before it.
 *
 * <ul>
 *   <li>{@code constants}: tensors, as Base64 of little-endian elements.
 *   <li>{@code composites}: definitions by key, the inner before the outer; equal ones once.
 *   <li>{@code graphs}: nodes, inputs before readers, then outputs and updates. A value is the
 *       number of its node, or {@code [node, index]} beyond the first output. A dimension is a
 *       number, a symbol, or one of {@code ["+", …]}, {@code ["*", …]}, {@code ["/", a, b]}.
 * </ul>
 *
 * <p>An operation is called as its class or enum constant, and its attributes as its record's
 * components, in snake case: renaming one changes the format. A graph read equals the graph
 * written, node by node and in the same order; equal graphs give equal bytes.
 */
public final class GraphFile {
  static final String FORMAT = "seisei-graphs";
  static final int VERSION = 1;

  private GraphFile() {}

  /**
   * The file that holds the given graphs, in their order.
   *
   * @throws IllegalArgumentException if a graph has an operation or attribute that a file cannot
   *     hold, naming it
   */
  public static byte[] write(Map<String, Graph> graphs) {
    return new GraphWriter().write(graphs);
  }

  /**
   * The graphs that a file holds, in its order. The constants among their values own memory, which
   * lives as long as they do.
   *
   * @throws IllegalArgumentException if this is no such file, naming the place and what is wrong
   *     there: whatever a file says is checked, and the types of all values are inferred anew
   */
  public static Map<String, Graph> read(byte[] json) {
    return new GraphReader(Json.parse(json)).read();
  }
}
