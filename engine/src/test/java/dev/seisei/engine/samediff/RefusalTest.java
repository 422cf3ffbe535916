package dev.seisei.engine.samediff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** What cannot be imported is named, with the way out. */
class RefusalTest {
  private final SameDiff sd = SameDiff.create();
  private final SDVariable x = sd.placeHolder("x", DataType.DOUBLE, 3, 4);

  private void assertRefused(String message, SDVariable y) {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> GraphImport.of(sd).graph(y.name()));
    assertEquals(message, error.getMessage());
  }

  @Test
  void controlFlow() {
    SDVariable[] branches = sd.switchOp(x, sd.constant(true));
    assertRefused(
        "operation switch (switch): control flow cannot be imported; unroll it, or choose with a"
            + " select",
        sd.merge(branches[0], branches[1]));
  }

  @Test
  void unknownOperations() {
    assertRefused(
        "operation cholesky (cholesky): cannot be imported; write it with operations that can,"
            + " which OperationTable.kinds() lists",
        sd.linalg().cholesky(x));
  }

  @Test
  void randomNumbers() {
    assertRefused(
        "operation noisy (dropout): draws from ND4J's own generator; use"
            + " dev.seisei.engine.nn.Dropout",
        sd.nn().dropout("noisy", x, 0.5));
    assertRefused(
        "operation distribution_uniform (distribution_uniform): draws from ND4J's own generator;"
            + " use Annotations.random",
        sd.random().uniform(0, 1, DataType.DOUBLE, 3));
  }

  @Test
  void gradients() {
    assertRefused(
        "operation sigmoid_bp (sigmoid_bp): is a gradient; import the graph without its gradients,"
            + " and differentiate that with dev.seisei.engine.gradient.Gradients",
        sd.nn().sigmoidDerivative(x, x));
  }

  @Test
  void wrongFormulas() {
    assertRefused(
        "operation precise_gelu (precise_gelu): drops the cubic term of its formula; use"
            + " dev.seisei.engine.nn.Activations.geluTanh",
        sd.nn().preciseGelu(x));
  }

  @Test
  void resultsOfUnknownExtent() {
    assertRefused(
        "operation Where (Where): gives the places where a condition holds, whose number is only"
            + " known while running; choose between two values instead",
        sd.where(x.gt(0)));
  }

  @Test
  void shapesComputedWhileRunning() {
    SDVariable shape = sd.placeHolder("shape", DataType.INT64, 2);
    assertRefused(
        "operation reshape (reshape): the shape is computed while running (by input); it must"
            + " follow from shapes and constants",
        sd.reshape(x, shape));
  }

  @Test
  void shapesThatDoNotFit() {
    SDVariable w = sd.constant(Nd4j.zeros(DataType.DOUBLE, 5, 2));
    assertRefused(
        "operation matmul (matmul): operation matmul of [F64[3, 4], F64[5, 2]]: inner extents"
            + " differ: 4 and 5",
        sd.mmul(x, w));
    SDVariable y = sd.placeHolder("y", DataType.DOUBLE, 3, 5);
    assertRefused(
        "operation add (add): shapes [3, 4] and [3, 5] do not broadcast: 4 against 5", x.add(y));
  }

  @Test
  void typesThatDoNotFit() {
    SDVariable y = sd.placeHolder("y", DataType.FLOAT, 3, 4);
    assertRefused(
        "operation multiply (multiply): operation mul of [F64[3, 4], F32[3, 4]]: operands have types"
            + " F64 and F32; cast one of them",
        x.mul(y));
  }

  @Test
  void variablesThatDoNotExist() {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> GraphImport.of(sd).graph("logits"));
    assertEquals("the graph has no variable logits; it has [x]", error.getMessage());
  }
}
