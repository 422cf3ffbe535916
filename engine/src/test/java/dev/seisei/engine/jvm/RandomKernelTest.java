package dev.seisei.engine.jvm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.kernel.Rig;
import dev.seisei.engine.kernel.Rig.Lay;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.op.Random;
import dev.seisei.engine.op.Random.Distribution;
import dev.seisei.engine.random.RandomNumbers;
import org.junit.jupiter.api.Test;

class RandomKernelTest {
  private static final Tensor KEY = Tensor.of(new long[] {-8, 1L << 40}, 2);
  private static final int STREAM = 3;

  private static Tensor draw(Distribution distribution, DType type, long... shape) {
    Random op = new Random(distribution, STREAM, type, Shape.of(shape));
    return Rig.run(new JvmProvider(), op, Lay.ROWS, KEY);
  }

  @Test
  void aKernelDrawsWhatACallerDraws() {
    RandomNumbers numbers = new RandomNumbers(-8, 1L << 40, STREAM);
    float[] floats = new float[5001];
    numbers.uniform(floats);
    assertArrayEquals(floats, draw(Distribution.UNIFORM, DType.F32, 3, 1667).toFloats());
    numbers.normal(floats);
    assertArrayEquals(floats, draw(Distribution.NORMAL, DType.F32, 5001).toFloats());
    double[] doubles = new double[5001];
    numbers.uniform(doubles);
    assertArrayEquals(doubles, draw(Distribution.UNIFORM, DType.F64, 5001).toDoubles());
    numbers.normal(doubles);
    assertArrayEquals(doubles, draw(Distribution.NORMAL, DType.F64, 1667, 3).toDoubles());
  }
}
