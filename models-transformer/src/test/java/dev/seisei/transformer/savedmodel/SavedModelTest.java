package dev.seisei.transformer.savedmodel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.seisei.core.file.MappedFile;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.transformer.Mutations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

public class SavedModelTest {
  private static final Path NAME = Path.of("fuzzed.index");
  private static final byte[] DATA = floats(0.5f, -1, 2, 3, 4, 5);

  /** All entries in one block. */
  private static final byte[] RIGHT = inOneBlock();

  private static final int[][] BLOCKS = blocks(RIGHT);

  @TempDir Path folder;

  private static byte[] inOneBlock() {
    BundleBytes bundle = right();
    bundle.entriesInBlock = 100;
    return bundle.index();
  }

  private static byte[] floats(float... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float number : numbers) {
      bytes.putFloat(number);
    }
    return bytes.array();
  }

  private static BundleBytes right() {
    return new BundleBytes(2)
        .variable("bert/embeddings/word", 1, 0, DATA, 3, 2)
        .variable("bert/embeddings/position", 1, 0, floats(7, 8), 2)
        .variable("bert/layer_0/kernel", 1, 1, floats(9), 1, 1)
        .variable("bert/layer_0/bias", 19, 1, new byte[] {0, 0x3C}, 1)
        .variable("bert/empty", 1, 0, new byte[0], 0, 4)
        .variable("bert/word", 7, 0, new byte[] {1, 2, 3}, 1)
        .variable("global_step", 9, 0, new byte[] {5, 0, 0, 0, 0, 0, 0, 0});
  }

  private Path write(BundleBytes bundle) throws IOException {
    Files.write(folder.resolve("saved_model.pb"), new byte[0]);
    Path variables = Files.createDirectories(folder.resolve("variables"));
    Files.write(variables.resolve("variables.index"), bundle.index());
    int count = 2;
    for (Map.Entry<Integer, ByteArrayOutputStream> each : bundle.shards.entrySet()) {
      Files.write(
          variables.resolve("variables.data-0000" + each.getKey() + "-of-0000" + count),
          each.getValue().toByteArray());
    }
    return folder;
  }

  @Test
  void variablesAreReadFromAllShards() throws IOException {
    SavedModel model = SavedModel.open(write(right()));
    assertEquals(
        List.of(
            "bert/embeddings/position",
            "bert/embeddings/word",
            "bert/empty",
            "bert/layer_0/bias",
            "bert/layer_0/kernel",
            "bert/word",
            "global_step"),
        List.copyOf(model.names()));
    Tensor word = model.tensor("bert/embeddings/word");
    assertArrayEquals(new long[] {3, 2}, word.shape());
    assertArrayEquals(new float[] {0.5f, -1, 2, 3, 4, 5}, word.toFloats());
    assertArrayEquals(new float[] {7, 8}, model.tensor("bert/embeddings/position").toFloats());
    assertArrayEquals(new float[] {9}, model.tensor("bert/layer_0/kernel").toFloats());
    assertEquals(DType.F16, model.dtype("bert/layer_0/bias"));
    assertEquals(1, model.tensor("bert/layer_0/bias").getDouble(0));
    assertEquals(0, model.tensor("bert/empty").elements());
    assertArrayEquals(new long[0], model.shape("global_step"));
    assertEquals(5, model.tensor("global_step").getDouble(0));
    // Text is listed, and not read.
    refused("TensorFlow's type 7", () -> model.tensor("bert/word"));
    refused("no variable none", () -> model.shape("none"));
  }

  @Test
  void theChecksumIsLevelDbs() {
    // Of 32 zeros, from RFC 3720: CRC-32C is 8a9136aa.
    byte[] zeros = new byte[32];
    int expected = Integer.rotateRight(0x8a9136aa, 15) + 0xa282ead8;
    assertEquals(expected, BundleBytes.checksum(zeros, 0, 32));
    CRC32C crc = new CRC32C();
    crc.update(zeros);
    assertEquals(expected, SortedTable.masked(crc));
  }

  @Test
  void changedDataAreNoticed() throws IOException {
    BundleBytes bundle = right();
    write(bundle);
    Path shard = folder.resolve("variables/variables.data-00000-of-00002");
    byte[] bytes = Files.readAllBytes(shard);
    bytes[3] ^= 1;
    Files.write(shard, bytes);
    SavedModel model = SavedModel.open(folder);
    refused(
        "the checksum of bert/embeddings/word at byte 0 differs",
        () -> model.tensor("bert/embeddings/word"));
    assertEquals(8, model.tensor("bert/embeddings/position").getDouble(1));
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    refused("has no saved_model.pb", () -> SavedModel.open(folder));
    write(right());
    Files.delete(folder.resolve("variables/variables.data-00001-of-00002"));
    UncheckedIOException missing =
        assertThrows(UncheckedIOException.class, () -> SavedModel.open(folder));
    assertTrue(
        String.valueOf(missing.getMessage()).contains("data-00001-of-00002: no such file"),
        missing::getMessage);
  }

  private static BundleBytes with(String name, BundleBytes.Message entry) {
    return right().entry(name, entry);
  }

  private static BundleBytes.Message kind(int type, long... shape) {
    return BundleBytes.described(type, shape);
  }

  static Stream<Arguments> wrongIndexes() {
    BundleBytes snappy = right();
    snappy.kindOfBlocks = 1;
    BundleBytes unknown = right();
    unknown.kindOfBlocks = 9;
    BundleBytes unchecked = right();
    unchecked.checksums = false;
    BundleBytes headless = right();
    headless.values.remove("");
    return Stream.of(
        arguments(snappy, "is compressed by Snappy, which is not supported"),
        arguments(unknown, "is of the kind 9"),
        arguments(unchecked, "the checksum of a block"),
        arguments(headless, "the first key"),
        arguments(right().header(BundleBytes.message()), "num_shards"),
        arguments(right().header(BundleBytes.message().varint(1, -1)), "num_shards"),
        arguments(right().header(BundleBytes.message().varint(1, 1).varint(2, 1)), "endianness"),
        arguments(right().header(BundleBytes.message().varint(1, 2).raw(0x1b)), "is of the kind 3"),
        arguments(right().header(BundleBytes.message().raw(0x1a, 9)), "is 9, but 0 bytes follow"),
        arguments(
            right()
                .header(
                    BundleBytes.message()
                        .raw(8, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1)),
            "more than ten bytes"),
        arguments(right().header(BundleBytes.message().raw(0)), "has no number"),
        arguments(with("x", kind(1, 2).varint(5, 4)), "is F32[2], which is not of 4 bytes"),
        arguments(with("x", kind(1, -1).varint(5, 4)), "a dimension of x"),
        arguments(with("x", kind(1, 1L << 32, 1L << 32).varint(5, 0)), "which is not of 0 bytes"),
        arguments(with("x", kind(1, 1L << 61).varint(5, 0)), "which is not of 0 bytes"),
        arguments(with("x", kind(1, new long[65]).varint(5, 0)), "more than 64"),
        arguments(with("x", kind(1, 1000).varint(5, 4000)), "is 4000 bytes at 0 of"),
        arguments(with("x", kind(1, 1).varint(4, 1L << 62).varint(5, 4)), "at 4611686018427387904"),
        arguments(with("x", kind(1, 1).varint(4, -1).varint(5, 4)), "which cannot be"),
        arguments(with("x", kind(1, 1).varint(3, 2).varint(5, 4)), "shard 2 of 2"),
        arguments(with("x", kind(7, 1).varint(5, -4)), "which cannot be"));
  }

  @ParameterizedTest
  @MethodSource("wrongIndexes")
  void indexesAreRefusedWithAReason(BundleBytes bundle, String part) throws IOException {
    write(bundle);
    String message = refused(part, () -> SavedModel.open(folder));
    assertTrue(message.startsWith(folder.resolve("variables/variables.index") + ""), message);
    assertTrue(message.matches(".* at byte \\d+ .*"), message);
  }

  @Test
  void slicedVariablesAreRefusedWhenAskedFor() throws IOException {
    SavedModel model =
        SavedModel.open(write(with("x", kind(1, 9).message(7, BundleBytes.message()))));
    refused("saved in slices", () -> model.tensor("x"));
  }

  @Test
  void everyIndexCutOffIsRefused() throws IOException {
    byte[] whole = right().index();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      refused("", () -> parse(cut));
    }
  }

  private static String refused(String part, org.junit.jupiter.api.function.Executable what) {
    String message =
        String.valueOf(assertThrows(IllegalArgumentException.class, what).getMessage());
    assertTrue(message.contains(part), message);
    return message;
  }

  private static SavedModel parse(byte[] index) throws IOException {
    ByteBuffer shard = ByteBuffer.allocateDirect(1000);
    return SavedModel.parse(
        MappedFile.of(NAME, ByteBuffer.wrap(index)), name -> MappedFile.of(Path.of(name), shard));
  }

  /**
   * What Jazzer calls. Checksums are made right first: else no changed block would ever be read.
   */
  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    read(bytes);
    read(withChecksums(bytes));
  }

  @Test
  void indexesThatAreAlmostRight() throws IOException {
    assertTrue(read(RIGHT));
    assertArrayEquals(RIGHT, withChecksums(RIGHT));
    SplittableRandom random = new SplittableRandom(1);
    int opened = 0;
    for (int i = 0; i < 3000; i++) {
      opened += read(withChecksums(Mutations.of(RIGHT, random))) ? 1 : 0;
    }
    assertTrue(opened > 300 && opened < 2900, opened + " of 3000 opened");
  }

  /** Repairs the checksums of an index that has its blocks where {@link #RIGHT} has them. */
  private static byte[] withChecksums(byte[] bytes) {
    byte[] repaired = bytes.clone();
    for (int[] block : BLOCKS) {
      int end = block[0] + block[1] + 1;
      if (end + 4 <= repaired.length) {
        int crc = BundleBytes.checksum(repaired, block[0], block[1] + 1);
        ByteBuffer.wrap(repaired).order(ByteOrder.LITTLE_ENDIAN).putInt(end, crc);
      }
    }
    return repaired;
  }

  /** Entries, meta block and index block: where they begin, and their lengths. */
  private static int[][] blocks(byte[] index) {
    ByteBuffer in = ByteBuffer.wrap(index).position(index.length - 48);
    int metaAt = varint(in);
    int metaLength = varint(in);
    int indexAt = varint(in);
    return new int[][] {{0, metaAt - 5}, {metaAt, metaLength}, {indexAt, varint(in)}};
  }

  private static int varint(ByteBuffer in) {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      int next = in.get();
      value |= (next & 127) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  private static boolean read(byte[] bytes) throws IOException {
    SavedModel opened;
    try {
      opened = parse(bytes);
    } catch (IllegalArgumentException refused) {
      assertTrue(
          Objects.requireNonNullElse(refused.getMessage(), "").startsWith(NAME.toString()),
          refused::getMessage);
      return false;
    }
    for (String name : opened.names()) {
      try {
        opened.tensor(name).elements();
      } catch (IllegalArgumentException refused) {
        assertTrue(
            Objects.requireNonNullElse(refused.getMessage(), "").contains(name),
            refused::getMessage);
      }
    }
    return true;
  }
}
