package dev.seisei.engine.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "100k, 102400",
    "512m, 536870912",
    "8g, 8589934592",
    "8G, 8589934592",
    "8GiB, 8589934592",
    "' 2t ', 2199023255552"
  })
  void sizesAreReadAsJavaReadsThem(String text, long bytes) {
    assertEquals(bytes, ByteSize.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0", "0g", "-1", "1.5g", "8 g", "g", "8x", "8388608t", "99999999999999999999"})
  void otherThingsAreRefused(String text) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> ByteSize.parse(text));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains("\"" + text + "\"") && message.contains("8g"), message);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 bytes",
    "1023, 1023 bytes",
    "1024, 1.0 KiB",
    "1610612736, 1.5 GiB",
    "9223372036854775807, 8388608.0 TiB"
  })
  void sizesAreShownInTheUnitThatFits(long bytes, String text) {
    assertEquals(text, ByteSize.show(bytes));
  }

  @Test
  void shapesThatNoMemoryHoldsAreNamed() {
    assertEquals(24, ByteSize.of(DType.F32, 2, 3));
    assertEquals(4, ByteSize.of(DType.F32));
    assertEquals(0, ByteSize.of(DType.F32, 2, 0));
    assertEquals(Long.MAX_VALUE / 4 * 4, ByteSize.of(DType.F32, Long.MAX_VALUE / 4));
    for (long[] shape :
        new long[][] {
          {Long.MAX_VALUE / 4 + 1},
          {1L << 31, 1L << 31},
          {1L << 32, 1L << 32},
          {0, 1L << 62, 4},
          {3, Long.MAX_VALUE}
        }) {
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> ByteSize.of(DType.F32, shape));
      String message = String.valueOf(refused.getMessage());
      assertTrue(message.contains("F32[" + shape[0]) && message.contains("2^63"), message);
    }
  }
}
