package dev.seisei.engine.jvm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Rig;
import dev.seisei.engine.kernel.Rig.Lay;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.op.ArgReduce;
import dev.seisei.engine.op.Gather;
import dev.seisei.engine.op.ScatterAdd;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class IndexingTest {
  private static final JvmProvider JVM = new JvmProvider();

  @Test
  void anIndexOutOfRangeIsNamed() {
    Tensor table = Tensor.zeros(Device.CPU, DType.F32, 65, 2);
    for (Tensor indices :
        new Tensor[] {
          Tensor.of(new int[] {3, 64, 65, 1}, 4), Tensor.of(new long[] {3, 64, 65}, 3)
        }) {
      Exception thrown =
          assertThrows(
              IndexOutOfBoundsException.class,
              () -> Rig.run(JVM, new Gather(), Lay.DENSE, table, indices));
      assertEquals("gather: index 65 at position 2 is outside [0, 65)", thrown.getMessage());
    }
    Tensor rows = Tensor.zeros(Device.CPU, DType.F32, 2, 2);
    Exception thrown =
        assertThrows(
            IndexOutOfBoundsException.class,
            () ->
                Rig.run(
                    JVM,
                    new ScatterAdd(Dim.of(3)),
                    Lay.DENSE,
                    Tensor.of(new long[] {2, -1}, 2),
                    rows));
    assertEquals("scatter_add: index -1 at position 1 is outside [0, 3)", thrown.getMessage());
  }

  @Test
  void aTableMayBeAPartOfAWiderOne() {
    Tensor table = Tensor.zeros(Device.CPU, DType.F32, 4, 6);
    Tensor indices = Tensor.of(new int[] {3, 0}, 2);
    var request = Rig.request(new Gather(), Lay.ROWS, Lay.DENSE, table, indices);
    Proposal proposal = Objects.requireNonNull(JVM.propose(request));
    assertEquals(request.in(0).layout(), proposal.inputs().get(0));
  }

  /** 2²⁴ + 1 + 1 is 2²⁴ in float arithmetic, 1 + 1 + 2²⁴ is 2²⁴ + 2. */
  @Test
  void rowsAreAddedInTheirOrder() {
    Tensor indices = Tensor.of(new int[] {1, 1, 1, 0, 0, 0}, 6);
    Tensor rows = Tensor.of(new float[] {0x1p24f, 1, 1, 1, 1, 0x1p24f}, 6);
    for (long extent : new long[] {2, 1 << 19}) { // summed in the heap, and row by row
      Tensor sums = Rig.run(JVM, new ScatterAdd(Dim.of(extent)), Lay.DENSE, indices, rows);
      assertEquals(0x1p24 + 2, sums.getDouble(0));
      assertEquals(0x1p24, sums.getDouble(1));
    }
  }

  @Test
  void theFirstOfEqualsIsFoundAndNanIsFoundFirst() {
    Tensor x =
        Tensor.of(new double[] {1, 3, 3, 0, 0, Double.NaN, 9, Double.NaN, 0, -0.0, 0, 1}, 3, 4);
    Tensor most = Rig.run(JVM, new ArgReduce(true, 1), Lay.DENSE, x);
    assertArrayEquals(new double[] {1, 1, 3}, most.toDoubles());
    Tensor least = Rig.run(JVM, new ArgReduce(false, 1), Lay.DENSE, x);
    assertArrayEquals(new double[] {3, 1, 0}, least.toDoubles());
  }

  /** Beyond 2⁵³ doubles cannot tell neighbours apart. */
  @Test
  void longsAreComparedAsLongs() {
    long big = 1L << 60;
    Tensor x = Tensor.of(new long[] {big, big + 1, big + 2, Long.MIN_VALUE}, 4);
    assertEquals(2, Rig.run(JVM, new ArgReduce(true, 0), Lay.DENSE, x).getDouble(0));
    assertEquals(3, Rig.run(JVM, new ArgReduce(false, 0), Lay.DENSE, x).getDouble(0));
  }
}
