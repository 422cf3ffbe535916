package dev.seisei.transformer.gguf;

import dev.seisei.transformer.RotaryRows;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The values of {@code general.architecture} that are read and written. */
enum Architecture {
  LLAMA,
  QWEN2,
  QWEN3,
  GPT2;

  /** The name in files. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The id of the family that opens it. */
  String family() {
    return this == GPT2 ? GPT2.id() : LLAMA.id();
  }

  /**
   * The architecture of a name.
   *
   * @throws IllegalArgumentException if it is not supported, naming those that are
   */
  static Architecture of(String file, String id) {
    return Arrays.stream(values())
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    file
                        + ": the architecture \""
                        + id
                        + "\" is not supported; supported are "
                        + Arrays.stream(values())
                            .map(Architecture::id)
                            .collect(Collectors.joining(", "))));
  }

  /** How a tensor lies in a file. */
  Arrangement arrangement(String ours) {
    if (this == GPT2) {
      // Hugging Face's GPT-2 has its maps as [in, out], GGUF as [out, in].
      return ours.matches(".*\\.c_(attn|proj|fc)\\.weight")
          ? Arrangement.TRANSPOSED
          : Arrangement.SAME;
    }
    boolean turned = ours.matches(".*\\.[qk]_proj\\.(weight|bias)");
    return turned && RotaryRows.ofGguf(id()) == RotaryRows.INTERLEAVED
        ? Arrangement.INTERLEAVED
        : Arrangement.SAME;
  }

  /** How a tensor in a file becomes that of a checkpoint. */
  enum Arrangement {
    /** It is the same. */
    SAME,
    /** Rows of heads come from neighbours into halves. */
    INTERLEAVED,
    /** Rows become columns. */
    TRANSPOSED
  }
}
