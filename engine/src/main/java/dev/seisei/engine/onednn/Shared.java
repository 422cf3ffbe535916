package dev.seisei.engine.onednn;

import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.memory.MemoryLimitException;

/**
 * Numbers that never change and that kernels of all plans share, on the host. Naming them allocates
 * nothing: they are made when the first kernel is bound that reads them, after a plan's need was
 * compared to what there is.
 */
interface Shared {
  /**
   * The numbers, made if they are not there yet.
   *
   * @throws MemoryLimitException if there is no room for them; asking again later is fine
   */
  Buffer memory();
}
