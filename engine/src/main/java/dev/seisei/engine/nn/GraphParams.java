package dev.seisei.engine.nn;

import dev.seisei.engine.samediff.Annotations;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Pattern;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * New parameters as variables of a graph. What a parameter begins with depends on the seed and on
 * its full name, and on nothing else: neither on the order nor on what other parameters there are.
 */
public final class GraphParams implements Params {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

  private final SameDiff graph;
  private final long seed;
  private final DataType type;
  private final String prefix;

  /** By full name; shared by all scopes. */
  private final Map<String, SDVariable> made;

  private GraphParams(
      SameDiff graph, long seed, DataType type, String prefix, Map<String, SDVariable> made) {
    this.graph = graph;
    this.seed = seed;
    this.type = type;
    this.prefix = prefix;
    this.made = made;
  }

  /** Single-precision parameters for the given graph. */
  public GraphParams(SameDiff graph, long seed) {
    this(graph, seed, DataType.FLOAT);
  }

  /**
   * Parameters for the given graph.
   *
   * @param type of every parameter
   * @throws IllegalArgumentException if the type is not a floating one
   */
  public GraphParams(SameDiff graph, long seed, DataType type) {
    this(graph, seed, type, "", new HashMap<>());
    Require.that(type.isFPType(), "type must be a floating type, got " + type);
  }

  @Override
  public SameDiff graph() {
    return graph;
  }

  @Override
  public String path(String name) {
    Require.that(
        NAME.matcher(name).matches(),
        "name must be words of letters, digits, _ and - with dots between, got \"" + name + "\"");
    return prefix + name;
  }

  @Override
  public Params scope(String name) {
    return new GraphParams(graph, seed, type, path(name) + ".", made);
  }

  @Override
  public SDVariable parameter(String name, Initializer initializer, long... shape) {
    String path = path(name);
    Require.that(
        !made.containsKey(path) && !graph.hasVariable(path),
        "name " + path + " is taken; use existing to share a parameter");
    Require.that(
        Arrays.stream(shape).allMatch(extent -> extent > 0),
        "shape of " + path + " must be positive, got " + Arrays.toString(shape));
    SDVariable variable = graph.var(path, array(path, initializer, shape));
    made.put(path, variable);
    return variable;
  }

  @Override
  public SDVariable state(String name, Initializer initializer, long... shape) {
    return Annotations.state(parameter(name, initializer, shape));
  }

  @Override
  public SDVariable existing(String name) {
    SDVariable variable = made.get(path(name));
    if (variable == null) {
      throw new IllegalArgumentException(
          "no parameter " + path(name) + " was made before; make it first");
    }
    return variable;
  }

  @Override
  public boolean trainable(String parameter) {
    return true;
  }

  private INDArray array(String path, Initializer initializer, long... shape) {
    long count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    Require.that(
        count <= Integer.MAX_VALUE - 8,
        path + " has " + count + " elements, more than an array holds; split it");
    float[] values = new float[(int) count];
    initializer.fill(values, shape.clone(), random(path));
    INDArray array =
        shape.length == 0 ? Nd4j.scalar(values[0]) : Nd4j.createFromArray(values).reshape(shape);
    return array.castTo(type);
  }

  private RandomGenerator random(String path) {
    // FNV-1a over the name; then a multiplication that spreads neighbouring seeds.
    long hash = 0xcbf29ce484222325L;
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return RandomGeneratorFactory.of("L64X128MixRandom")
        .create(hash ^ (seed * 0x9e3779b97f4a7c15L));
  }
}
