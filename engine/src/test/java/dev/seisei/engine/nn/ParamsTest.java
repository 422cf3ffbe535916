package dev.seisei.engine.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

class ParamsTest {
  private static GraphParams params(Sketch s) {
    return new GraphParams(s.graph, 7, DataType.DOUBLE);
  }

  private static double[] values(SDVariable variable) {
    return Sketch.flat(Objects.requireNonNull(variable.getArr()));
  }

  private static double[] drawn(long seed, String name) {
    return values(
        new GraphParams(SameDiff.create(), seed).parameter(name, Initializers.normal(1), 20));
  }

  @Test
  void numbersDependOnSeedAndNameOnly() {
    GraphParams many = new GraphParams(SameDiff.create(), 7);
    many.parameter("first", Initializers.normal(1), 3);
    double[] scoped =
        values(many.scope("block0").scope("attn").parameter("w", Initializers.normal(1), 20));
    assertArrayEquals(drawn(7, "block0.attn.w"), scoped);
    assertFalse(Arrays.equals(drawn(8, "block0.attn.w"), scoped));
    assertFalse(Arrays.equals(drawn(7, "block1.attn.w"), scoped));
  }

  /** Fixed for good: other numbers would change what every seed means. */
  @Test
  void numbersStayWhatTheyWere() {
    double[] known = {-0.79237992, 0.29997689, 0.05484283};
    assertArrayEquals(known, Arrays.copyOf(drawn(7, "w"), 3), 1e-7);
  }

  @Test
  void scopesGoBeforeNames() {
    Sketch s = new Sketch();
    Params block = params(s).scope("block0");
    SDVariable x = s.input("x", 2, 2, 3, 4);
    block.scope("attn").linear("q", x, 4, 5, true);
    block.scope("attn").linear("k", x, 4, 5, false);
    block.embedding("tokens", s.integers("ids", new int[] {1, 2}, 1, 2), 6, 4);
    Set<String> names = new TreeSet<>();
    for (SDVariable variable : s.graph.variables()) {
      if (variable.name().startsWith("block0")) {
        names.add(variable.name());
      }
    }
    assertEquals(
        Set.of(
            "block0.attn.q.weight",
            "block0.attn.q.bias",
            "block0.attn.k.weight",
            "block0.tokens.weight"),
        names);
    assertEquals("block0.attn.q", block.scope("attn").path("q"));
  }

  @Test
  void projectionsUseTheirParameters() {
    Sketch s = new Sketch();
    GraphParams params = params(s);
    SDVariable x = s.input("x", 2, 2, 3, 4);
    SDVariable y = params.linear("q", x, 4, 5, true);
    SDVariable direct =
        Projections.linear(x, params.existing("q.weight"), params.existing("q.bias"));
    assertArrayEquals(s.run(direct), s.run(y), 0);
    SDVariable image = s.input("image", 1, 2, 3, 5, 4);
    Kernel kernel = Kernel.of(3, 2).withStride(2);
    SDVariable convolved = params.conv2d("down", image, 3, 4, kernel, true);
    SDVariable directly =
        Convolutions.conv2d(
            image, params.existing("down.weight"), params.existing("down.bias"), kernel);
    assertArrayEquals(s.run(directly), s.run(convolved), 0);
    assertArrayEquals(new long[] {2, 4, 2, 2}, s.output(convolved).shape());
    SDVariable up =
        params.transposed2d(
            "up", image, 3, 2, kernel, 1, Initializers.normal(1), Initializers.ones());
    assertArrayEquals(new long[] {2, 2, 12, 9}, s.output(up).shape());
    SDVariable series = s.input("series", 1, 2, 3, 7);
    SDVariable filtered =
        params.conv1d("filter", series, 3, 4, Kernel.of(3), Initializers.normal(1), null);
    assertArrayEquals(new long[] {2, 4, 5}, s.output(filtered).shape());
  }

  @Test
  void unembeddingSharesTheTable() {
    Sketch s = new Sketch();
    GraphParams params = params(s);
    params.embedding("tokens", s.integers("ids", new int[] {1, 2}, 1, 2), 6, 4);
    SDVariable x = s.input("x", 2, 2, 3, 4);
    SDVariable scores = params.unembedding("tokens", x);
    assertArrayEquals(
        s.run(Projections.linearTransposed(x, params.existing("tokens.weight"))), s.run(scores), 0);
    assertArrayEquals(new long[] {2, 3, 6}, s.output(scores).shape());
  }

  @Test
  void statesAreNotParametersOfTheOptimizer() {
    Sketch s = new Sketch();
    Params params = params(s);
    SDVariable mean = params.state("mean", Initializers.zeros(), 3);
    SDVariable variance = params.state("variance", Initializers.ones(), 3);
    SDVariable vector = s.variable("v", 3);
    // Refused unless both are states.
    SDVariable y =
        BatchNorm.training(s.input("x", 2, 4, 3), vector, vector, mean, variance, 0.1, 1e-5);
    assertArrayEquals(new long[] {4, 3}, s.output(y).shape());
    assertArrayEquals(new double[] {1, 1, 1}, values(variance), 0);
  }

  @Test
  void theTypeIsTheOneAskedFor() {
    assertEquals(
        DataType.FLOAT,
        new GraphParams(SameDiff.create(), 1).parameter("w", Initializers.ones(), 2, 3).dataType());
    SDVariable scalar =
        new GraphParams(SameDiff.create(), 1, DataType.DOUBLE)
            .parameter("scale", Initializers.constant(3));
    assertEquals(DataType.DOUBLE, scalar.dataType());
    assertArrayEquals(new double[] {3}, values(scalar), 0);
  }

  @Test
  void refusesNamesThatAreTakenOrBad() {
    Sketch s = new Sketch();
    Params params = params(s);
    params.parameter("w", Initializers.zeros(), 2);
    assertEquals(
        "name w is taken; use existing to share a parameter",
        assertThrows(
                IllegalArgumentException.class,
                () -> params.parameter("w", Initializers.zeros(), 2))
            .getMessage());
    assertEquals(
        "name must be words of letters, digits, _ and - with dots between, got \"a b\"",
        assertThrows(IllegalArgumentException.class, () -> params.scope("a b")).getMessage());
    assertThrows(IllegalArgumentException.class, () -> params.scope(""));
    assertThrows(IllegalArgumentException.class, () -> params.scope("a..b"));
    assertEquals(
        "no parameter v was made before; make it first",
        assertThrows(IllegalArgumentException.class, () -> params.existing("v")).getMessage());
    assertEquals(
        "shape of v must be positive, got [2, 0]",
        assertThrows(
                IllegalArgumentException.class,
                () -> params.parameter("v", Initializers.zeros(), 2, 0))
            .getMessage());
    SDVariable x = s.input("x", 2, 3, 4);
    assertThrows(IllegalArgumentException.class, () -> params.linear("q", x, 0, 3, true));
    assertThrows(
        IllegalArgumentException.class,
        () -> params.parameter("huge", Initializers.zeros(), 1L << 20, 1L << 20));
    assertThrows(IllegalArgumentException.class, () -> new GraphParams(s.graph, 1, DataType.INT32));
  }

  @Test
  void frozenParametersAreNotTrainable() {
    Sketch s = new Sketch();
    Params frozen = new FrozenParams(params(s), name -> name.startsWith("encoder."));
    frozen.scope("encoder").linear("q", s.input("x", 1, 3, 4), 4, 5, true);
    assertFalse(frozen.trainable("encoder.q.weight"));
    assertFalse(frozen.scope("encoder").trainable("encoder.q.weight"));
    assertTrue(frozen.trainable("decoder.q.weight"));
  }

  @Test
  void loraAddsAProductOfLowRank() {
    Sketch s = new Sketch();
    GraphParams base = params(s);
    Params lora = new LoraParams(base, 2, 3, name -> name.endsWith("attn.q"));
    SDVariable x = s.input("x", 2, 2, 3, 4);
    SDVariable y = lora.scope("attn").linear("q", x, 4, 5, true);
    SDVariable w = base.existing("attn.q.weight");
    SDVariable b = base.existing("attn.q.bias");
    SDVariable left = base.existing("attn.q.lora_a");
    SDVariable right = base.existing("attn.q.lora_b");
    assertArrayEquals(s.run(Projections.linear(x, w, b)), s.run(y), 1e-15, "at first no change");
    Objects.requireNonNull(right.getArr()).addi(0.5);
    SDVariable merged = w.add(s.graph.mmul(left, right).mul(1.5));
    double[] expected = s.run(Projections.linear(x, merged, b));
    assertArrayEquals(expected, s.run(y), 1e-13);
    assertNotEquals(s.run(Projections.linear(x, w, b))[0], expected[0], 1e-3);
  }

  @Test
  void loraLeavesOtherMapsAlone() {
    Sketch s = new Sketch();
    Params lora = new LoraParams(params(s), 2, 3, name -> name.endsWith(".q"));
    lora.scope("attn").linear("v", s.input("x", 2, 2, 3, 4), 4, 5, false);
    assertThrows(IllegalArgumentException.class, () -> lora.existing("attn.v.lora_a"));
  }

  @Test
  void wrappersCompose() {
    Sketch s = new Sketch();
    Params params =
        new FrozenParams(
            new LoraParams(params(s), 2, 3, name -> true), name -> !LoraParams.isAdapter(name));
    params.scope("attn").linear("q", s.input("x", 2, 2, 3, 4), 4, 5, false);
    assertTrue(params.trainable("attn.q.lora_a") && params.trainable("attn.q.lora_b"));
    assertFalse(params.trainable("attn.q.weight"));
    assertArrayEquals(new long[] {2, 5}, params.existing("attn.q.lora_b").getShape());
  }
}
