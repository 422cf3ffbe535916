package dev.seisei.benchmarks.limits;

import org.bytedeco.dnnl.memory;

/** Types of numbers that are multiplied. */
enum Numbers {
  F32(memory.data_type.f32, memory.data_type.f32, memory.data_type.f32),
  BF16(memory.data_type.bf16, memory.data_type.bf16, memory.data_type.f32),
  INT8(memory.data_type.u8, memory.data_type.s8, memory.data_type.s32);

  private final memory.data_type first;
  private final memory.data_type second;
  private final memory.data_type result;

  Numbers(memory.data_type first, memory.data_type second, memory.data_type result) {
    this.first = first;
    this.second = second;
    this.result = result;
  }

  /** That of the rows, or of the images. */
  memory.data_type first() {
    return first;
  }

  /** That of the weights. */
  memory.data_type second() {
    return second;
  }

  /** That of the sums. */
  memory.data_type result() {
    return result;
  }
}
