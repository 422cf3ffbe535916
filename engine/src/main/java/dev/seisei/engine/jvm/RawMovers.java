package dev.seisei.engine.jvm;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;

/**
 * Moves elements as they are, runs in bulk and the rest one by one; the same lines for every type
 * that Java has.
 */
final class RawMovers {
  private RawMovers() {}

  static Mover read(DoubleBuffer memory, double[] array) {
    return (at, stride, from, count) -> {
      if (stride == 1) {
        memory.get(at, array, from, count);
      } else if (stride == 0) {
        Arrays.fill(array, from, from + count, memory.get(at));
      } else {
        for (int i = 0; i < count; i++) {
          array[from + i] = memory.get(at + i * stride);
        }
      }
    };
  }

  static Mover write(DoubleBuffer memory, double[] array) {
    return (at, stride, from, count) -> {
      if (stride == 1) {
        memory.put(at, array, from, count);
      } else {
        for (int i = 0; i < count; i++) {
          memory.put(at + i * stride, array[from + i]);
        }
      }
    };
  }

  static Mover read(FloatBuffer memory, float[] array) {
    return (at, stride, from, count) -> {
      if (stride == 1) {
        memory.get(at, array, from, count);
      } else if (stride == 0) {
        Arrays.fill(array, from, from + count, memory.get(at));
      } else {
        for (int i = 0; i < count; i++) {
          array[from + i] = memory.get(at + i * stride);
        }
      }
    };
  }

  static Mover write(FloatBuffer memory, float[] array) {
    return (at, stride, from, count) -> {
      if (stride == 1) {
        memory.put(at, array, from, count);
      } else {
        for (int i = 0; i < count; i++) {
          memory.put(at + i * stride, array[from + i]);
        }
      }
    };
  }

  static Mover read(LongBuffer memory, long[] array) {
    return (at, stride, from, count) -> {
      if (stride == 1) {
        memory.get(at, array, from, count);
      } else if (stride == 0) {
        Arrays.fill(array, from, from + count, memory.get(at));
      } else {
        for (int i = 0; i < count; i++) {
          array[from + i] = memory.get(at + i * stride);
        }
      }
    };
  }

  static Mover write(LongBuffer memory, long[] array) {
    return (at, stride, from, count) -> {
      if (stride == 1) {
        memory.put(at, array, from, count);
      } else {
        for (int i = 0; i < count; i++) {
          memory.put(at + i * stride, array[from + i]);
        }
      }
    };
  }

  static Mover read(IntBuffer memory, int[] array) {
    return (at, stride, from, count) -> {
      if (stride == 1) {
        memory.get(at, array, from, count);
      } else if (stride == 0) {
        Arrays.fill(array, from, from + count, memory.get(at));
      } else {
        for (int i = 0; i < count; i++) {
          array[from + i] = memory.get(at + i * stride);
        }
      }
    };
  }

  static Mover write(IntBuffer memory, int[] array) {
    return (at, stride, from, count) -> {
      if (stride == 1) {
        memory.put(at, array, from, count);
      } else {
        for (int i = 0; i < count; i++) {
          memory.put(at + i * stride, array[from + i]);
        }
      }
    };
  }

  static Mover read(ShortBuffer memory, short[] array) {
    return (at, stride, from, count) -> {
      if (stride == 1) {
        memory.get(at, array, from, count);
      } else if (stride == 0) {
        Arrays.fill(array, from, from + count, memory.get(at));
      } else {
        for (int i = 0; i < count; i++) {
          array[from + i] = memory.get(at + i * stride);
        }
      }
    };
  }

  static Mover write(ShortBuffer memory, short[] array) {
    return (at, stride, from, count) -> {
      if (stride == 1) {
        memory.put(at, array, from, count);
      } else {
        for (int i = 0; i < count; i++) {
          memory.put(at + i * stride, array[from + i]);
        }
      }
    };
  }

  static Mover read(ByteBuffer memory, byte[] array) {
    return (at, stride, from, count) -> {
      if (stride == 1) {
        memory.get(at, array, from, count);
      } else if (stride == 0) {
        Arrays.fill(array, from, from + count, memory.get(at));
      } else {
        for (int i = 0; i < count; i++) {
          array[from + i] = memory.get(at + i * stride);
        }
      }
    };
  }

  static Mover write(ByteBuffer memory, byte[] array) {
    return (at, stride, from, count) -> {
      if (stride == 1) {
        memory.put(at, array, from, count);
      } else {
        for (int i = 0; i < count; i++) {
          memory.put(at + i * stride, array[from + i]);
        }
      }
    };
  }
}
