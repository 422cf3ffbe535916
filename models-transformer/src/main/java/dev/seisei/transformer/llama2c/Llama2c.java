package dev.seisei.transformer.llama2c;

import dev.seisei.core.file.FileReason;
import dev.seisei.core.file.MappedFile;
import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A file of llama2.c, version 0: seven integers and weights in single precision, little-endian,
 * mapped into memory.
 *
 * <p>Weights have the names that Hugging Face gives them and the shapes [out, in]. Rows of queries
 * and keys are as the file has them: {@link dev.seisei.transformer.RotaryRows#INTERLEAVED}.
 * Immutable and thread-safe.
 *
 * <p>Source: A. Karpathy, llama2.c, {@code run.c} and {@code export.py}.
 */
public final class Llama2c {
  /** {@code ak42}, with which versions 1 and 2 begin. */
  private static final int MAGIC = 0x616b3432;

  /** Where a weight is. */
  private record Place(long begin, List<Integer> shape) {}

  private final MappedFile file;
  private final Llama2cHeader header;
  private final Map<String, Place> places;

  private Llama2c(MappedFile file, Llama2cHeader header, Map<String, Place> places) {
    this.file = file;
    this.header = header;
    this.places = places;
  }

  /**
   * Opens a file.
   *
   * @throws IllegalArgumentException if it is not as it must be, naming file, field and byte
   * @throws UncheckedIOException if it cannot be read
   */
  public static Llama2c open(Path file) {
    try {
      return parse(MappedFile.open(file));
    } catch (InternalError touched) {
      throw unreadable(file, MappedFile.cutOff(touched));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static UncheckedIOException unreadable(Path file, IOException e) {
    return new UncheckedIOException("cannot read " + file + ": " + FileReason.of(e), e);
  }

  static Llama2c parse(MappedFile file) {
    Llama2cHeader header = header(file);
    Layout layout = new Layout(file);
    Map<String, Place> places = layout.places(header);
    if (layout.end != file.size()) {
      throw wrong(
          file,
          "the length",
          file.size(),
          "should be "
              + layout.end
              + " bytes by the header: the file is "
              + (layout.end > file.size() ? "cut off" : "longer than it should be"));
    }
    return new Llama2c(file, header, Collections.unmodifiableMap(places));
  }

  private static Llama2cHeader header(MappedFile file) {
    if (file.size() < Llama2cHeader.BYTES) {
      throw wrong(file, "the header", 0, "has " + Llama2cHeader.BYTES + " bytes, the file fewer");
    }
    if (file.i32(0) == MAGIC) {
      throw wrong(
          file,
          "the magic",
          0,
          "is \"ak42\" with version "
              + Integer.toUnsignedString(file.i32(4))
              + ": only files of version 0 are supported, which have no magic (export.py --version"
              + " 0)");
    }
    int width = positive(file, "dim", 0);
    int hidden = positive(file, "hidden_dim", 1);
    int layers = positive(file, "n_layers", 2);
    int heads = positive(file, "n_heads", 3);
    int keyHeads = positive(file, "n_kv_heads", 4);
    int vocabulary = file.i32(5 * Integer.BYTES);
    if (vocabulary == 0 || vocabulary == Integer.MIN_VALUE) {
      throw wrong(file, "vocab_size", 5 * Integer.BYTES, "is " + vocabulary);
    }
    int positions = positive(file, "seq_len", 6);
    if (width % heads != 0 || width / heads % 2 != 0) {
      throw wrong(
          file, "n_heads", 12, "is " + heads + ", which does not cut dim " + width + " evenly");
    }
    if (heads % keyHeads != 0) {
      throw wrong(
          file, "n_kv_heads", 16, "is " + keyHeads + ", which does not divide n_heads " + heads);
    }
    return new Llama2cHeader(
        width, hidden, layers, heads, keyHeads, Math.abs(vocabulary), positions, vocabulary > 0);
  }

  private static int positive(MappedFile file, String field, int place) {
    int at = place * Integer.BYTES;
    int value = file.i32(at);
    if (value <= 0) {
      throw wrong(file, field, at, "is " + value + ", expected at least 1");
    }
    return value;
  }

  private static IllegalArgumentException wrong(
      MappedFile file, String field, long at, String what) {
    return new IllegalArgumentException(
        file.path() + " is no readable llama2.c file: " + field + " at byte " + at + " " + what);
  }

  /** Where weights lie: one kind after the other, each of all layers. */
  private static final class Layout {
    private final MappedFile file;
    private long end = Llama2cHeader.BYTES;

    Layout(MappedFile file) {
      this.file = file;
    }

    Map<String, Place> places(Llama2cHeader h) {
      int queries = h.heads() * h.headSize();
      int keys = h.keyHeads() * h.headSize();
      Map<String, Place> places = new LinkedHashMap<>();
      places.put("model.embed_tokens.weight", next(h.vocabulary(), h.width()));
      layers(places, h, "input_layernorm", h.width());
      layers(places, h, "self_attn.q_proj", queries, h.width());
      layers(places, h, "self_attn.k_proj", keys, h.width());
      layers(places, h, "self_attn.v_proj", keys, h.width());
      layers(places, h, "self_attn.o_proj", h.width(), queries);
      layers(places, h, "post_attention_layernorm", h.width());
      layers(places, h, "mlp.gate_proj", h.hidden(), h.width());
      layers(places, h, "mlp.down_proj", h.width(), h.hidden());
      layers(places, h, "mlp.up_proj", h.hidden(), h.width());
      places.put("model.norm.weight", next(h.width()));
      // Cosines and sines of the rotation, which nobody reads any more.
      next(2, h.positions(), h.headSize() / 2);
      if (!h.tied()) {
        places.put("lm_head.weight", next(h.vocabulary(), h.width()));
      }
      return places;
    }

    private void layers(Map<String, Place> places, Llama2cHeader h, String name, int... shape) {
      for (int layer = 0; layer < h.layers(); layer++) {
        places.put("model.layers." + layer + "." + name + ".weight", next(shape));
      }
    }

    /** Refuses what lies beyond the file at once: the header may claim two thousand million. */
    private Place next(int... shape) {
      long begin = end;
      long floats = 1;
      List<Integer> extents = new ArrayList<>();
      for (int extent : shape) {
        extents.add(extent);
        floats = Math.multiplyHigh(floats, extent) == 0 ? floats * extent : Long.MAX_VALUE;
      }
      long left = (file.size() - begin) / Float.BYTES;
      if (floats < 0 || floats > left) {
        throw wrong(
            file,
            "a weight of " + Arrays.toString(shape),
            begin,
            "goes on behind the end at byte " + file.size() + ": the file is cut off");
      }
      end = begin + floats * Float.BYTES;
      return new Place(begin, extents);
    }
  }

  /** The file. */
  public Path file() {
    return file.path();
  }

  public Llama2cHeader header() {
    return header;
  }

  /** The names of the weights, in the order of the file. */
  public Set<String> names() {
    return places.keySet();
  }

  /**
   * A weight in the file's memory, read-only, F32; it need not be closed. See {@link MappedFile} on
   * files that are cut off meanwhile.
   *
   * @throws IllegalArgumentException if there is none of that name, or it has more than 2 GiB
   * @throws UncheckedIOException if the file can no longer be read
   */
  public Tensor tensor(String name) {
    Place place = places.get(name);
    if (place == null) {
      throw new IllegalArgumentException(file.path() + " has no weight " + name);
    }
    long[] shape = place.shape().stream().mapToLong(Integer::longValue).toArray();
    long bytes = Tensor.elementsOf(shape) * Float.BYTES;
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          file.path()
              + ": "
              + name
              + " has "
              + bytes
              + " bytes, more than the 2 GiB of one tensor");
    }
    try {
      return Tensor.view(Buffer.over(file.range(place.begin(), (int) bytes)), DType.F32, shape);
    } catch (IOException e) {
      throw unreadable(file.path(), e);
    }
  }
}
