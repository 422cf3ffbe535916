/** Devices, buffers and tensors: raw memory with a type and a shape. */
@NullMarked
package dev.seisei.engine.memory;

import org.jspecify.annotations.NullMarked;
