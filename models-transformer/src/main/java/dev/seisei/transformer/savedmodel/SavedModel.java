package dev.seisei.transformer.savedmodel;

import dev.seisei.core.file.FileReason;
import dev.seisei.core.file.MappedFile;
import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * The variables of a SavedModel of TensorFlow, mapped into memory. Immutable and thread-safe.
 *
 * <p>The folder has {@code saved_model.pb}, the graph, which is not read: an architecture that is
 * known needs names and shapes only. {@code variables/variables.index} is a {@linkplain SortedTable
 * table} of what the variables are and where in {@code variables.data-?????-of-?????} they lie,
 * little-endian. The index is checked when the model is opened, each variable's checksum when it is
 * asked for.
 *
 * <p>Source: TensorFlow, {@code tensor_bundle.h}.
 */
public final class SavedModel {
  private static final String VARIABLES = "variables";
  private static final long LARGEST_INDEX = 64 << 20;

  /** Finds the file of a shard. */
  interface Shards {
    MappedFile open(String name) throws IOException;
  }

  private final Path index;
  private final Map<String, BundleEntry> entries;
  private final Map<Integer, MappedFile> shards;

  private SavedModel(
      Path index, Map<String, BundleEntry> entries, Map<Integer, MappedFile> shards) {
    this.index = index;
    this.entries = entries;
    this.shards = shards;
  }

  /**
   * Opens a model.
   *
   * @param folder that has {@code saved_model.pb} and {@code variables}
   * @throws IllegalArgumentException if it is not as it must be, naming file, field and byte
   * @throws UncheckedIOException if it cannot be read
   */
  public static SavedModel open(Path folder) {
    if (!Files.exists(folder.resolve("saved_model.pb"))) {
      throw new IllegalArgumentException(folder + " is no SavedModel: it has no saved_model.pb");
    }
    Path variables = folder.resolve(VARIABLES);
    Path index = variables.resolve(VARIABLES + ".index");
    try {
      return parse(MappedFile.open(index), name -> MappedFile.open(variables.resolve(name)));
    } catch (InternalError touched) {
      throw unreadable(index, MappedFile.cutOff(touched));
    } catch (IOException e) {
      throw unreadable(index, e);
    }
  }

  private static UncheckedIOException unreadable(Path index, IOException e) {
    return new UncheckedIOException("cannot read " + index + ": " + FileReason.withFile(e), e);
  }

  static SavedModel parse(MappedFile index, Shards files) throws IOException {
    if (index.size() > LARGEST_INDEX) {
      throw Cursor.wrong(index, "the index", 0, "has more than " + LARGEST_INDEX + " bytes");
    }
    Map<String, Cursor> table = SortedTable.read(index);
    Cursor header = table.remove("");
    if (header == null) {
      throw Cursor.wrong(index, "the first key", 0, "is not the empty one of the header");
    }
    int count = BundleEntry.shards(header);
    Map<String, BundleEntry> entries = new LinkedHashMap<>();
    Map<Integer, MappedFile> shards = new HashMap<>();
    for (Map.Entry<String, Cursor> each : table.entrySet()) {
      long at = each.getValue().at();
      BundleEntry entry = BundleEntry.read(each.getValue(), each.getKey(), count);
      MappedFile shard = shards.get(entry.shard());
      if (shard == null) {
        shard = files.open(shardName(entry.shard(), count));
        shards.put(entry.shard(), shard);
      }
      if (entry.begin() > shard.size() || entry.bytes() > shard.size() - entry.begin()) {
        throw Cursor.wrong(
            index,
            each.getKey(),
            at,
            "is "
                + entry.bytes()
                + " bytes at "
                + entry.begin()
                + " of "
                + shard.path()
                + ", which has "
                + shard.size());
      }
      entries.put(each.getKey(), entry);
    }
    return new SavedModel(index.path(), Collections.unmodifiableMap(entries), shards);
  }

  private static String shardName(int shard, int count) {
    return String.format(Locale.ROOT, VARIABLES + ".data-%05d-of-%05d", shard, count);
  }

  /** The names of all variables, in order. */
  public Set<String> names() {
    return entries.keySet();
  }

  /** The extents of a variable. */
  public long[] shape(String name) {
    return entry(name).shape().stream().mapToLong(Long::longValue).toArray();
  }

  /**
   * The type of a variable.
   *
   * @throws IllegalArgumentException if the engine has no such type
   */
  public DType dtype(String name) {
    return entry(name).dtype(index + ": " + name);
  }

  /**
   * A variable in its file's memory, read-only, its checksum compared; it need not be closed. See
   * {@link MappedFile} on files that are cut off meanwhile.
   *
   * @throws IllegalArgumentException if there is none of that name, it has a type or a size (2 GiB)
   *     that a tensor cannot have, or its checksum differs
   * @throws UncheckedIOException if the file can no longer be read
   */
  public Tensor tensor(String name) {
    BundleEntry entry = entry(name);
    DType dtype = dtype(name);
    MappedFile shard = shards.get(entry.shard());
    if (shard == null || entry.bytes() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          index + ": " + name + " has more than the 2 GiB of one tensor: " + entry.bytes());
    }
    try {
      ByteBuffer bytes = shard.range(entry.begin(), (int) entry.bytes());
      CRC32C crc = new CRC32C();
      crc.update(bytes.duplicate());
      if (SortedTable.masked(crc) != entry.checksum()) {
        throw new IllegalArgumentException(
            shard.path() + ": the checksum of " + name + " at byte " + entry.begin() + " differs");
      }
      return Tensor.view(Buffer.over(bytes), dtype, shape(name));
    } catch (InternalError touched) {
      throw unreadable(shard.path(), MappedFile.cutOff(touched));
    } catch (IOException e) {
      throw unreadable(shard.path(), e);
    }
  }

  private BundleEntry entry(String name) {
    BundleEntry entry = entries.get(name);
    if (entry == null) {
      throw new IllegalArgumentException(index + " has no variable " + name);
    }
    return entry;
  }
}
