package dev.seisei.engine.onednn;

import dev.seisei.engine.memory.Buffer;
import java.util.List;
import java.util.Objects;

/**
 * What a kernel is bound to.
 *
 * @param temporaryBytes how much of the scratch memory is temporaries; primitives work in the rest
 */
record Memory(List<Buffer> inputs, List<Buffer> outputs, Buffer scratch, long temporaryBytes) {
  Buffer at(Place place) {
    Buffer whole =
        switch (place.kind()) {
          case INPUT -> inputs.get(place.index());
          case OUTPUT -> outputs.get(place.index());
          case TEMPORARY -> scratch;
          case CONSTANT -> Objects.requireNonNull(place.shared()).memory();
        };
    return whole.slice(place.offset(), whole.bytes() - place.offset());
  }

  /** Where a primitive works. */
  Buffer working(long bytes) {
    return scratch.slice(temporaryBytes, bytes);
  }
}
