package dev.seisei.engine.onednn;

import dev.seisei.engine.memory.Buffer;
import java.util.List;

/**
 * What a kernel is bound to.
 *
 * @param temporaryBytes how much of the scratch memory is temporaries; primitives work in the rest
 */
record Memory(List<Buffer> inputs, List<Buffer> outputs, Buffer scratch, long temporaryBytes) {
  Buffer at(Place place) {
    int index = (int) place.index();
    Buffer whole =
        switch (place.kind()) {
          case INPUT -> inputs.get(index);
          case OUTPUT -> outputs.get(index);
          case TEMPORARY -> scratch;
          case ONES -> Fills.ONES.atLeast(place.index());
          case NARROW_ONES -> Fills.NARROW_ONES.atLeast(place.index());
          case ZEROS -> Fills.ZEROS.atLeast(place.index());
        };
    return whole.slice(place.offset(), whole.bytes() - place.offset());
  }

  /** Where a primitive works. */
  Buffer working(long bytes) {
    return scratch.slice(temporaryBytes, bytes);
  }
}
