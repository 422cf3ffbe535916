package dev.seisei.engine.onednn;

import dev.seisei.engine.kernel.Opaque;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Weights taken apart into the blocks that several primitives want, one part after another. A
 * layout of this provider.
 */
record PackedWeights(List<? extends Part> parts, DType dtype) {
  private static final long ALIGNMENT = 64;

  /** What one primitive takes of the weights. Equal parts have equal values. */
  interface Part {
    /** As the primitive wants it. */
    Blocked blocks();

    /** Brings weights, the first input of a recipe, into these blocks; whether that is possible. */
    boolean pack(Recipe recipe, Strided weights, Place to);

    private long bytes() {
      return (blocks().description().get_size() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
  }

  PackedWeights {
    parts = List.copyOf(parts);
  }

  /** Where a part begins, in bytes. */
  long offset(int part) {
    return parts.subList(0, part).stream().mapToLong(Part::bytes).sum();
  }

  /** As a layout. */
  Opaque layout() {
    return new Opaque(OneDnnProvider.NAME, this, dtype, offset(parts.size()));
  }

  /** Brings weights into this layout. */
  @Nullable Proposal convert(Strided weights) {
    Recipe recipe = new Recipe();
    for (int i = 0; i < parts.size(); i++) {
      if (!parts.get(i).pack(recipe, weights, Place.output(0).after(offset(i)))) {
        return null;
      }
    }
    return recipe.proposal(List.of(weights), List.of(layout()));
  }
}
