package dev.seisei.core.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.sound.midi.MidiSystem;
import javax.sound.midi.Sequence;
import javax.sound.midi.ShortMessage;
import javax.sound.midi.Track;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OtherSamplesTest {
  private static final Text TEXT = new Text(List.of("one\ntwo", "\"three\" 四"));
  private static final Tokens TOKENS = new Tokens(List.of(new int[] {1, 2, 3}, new int[0]));
  private static final Embeddings EMBEDDINGS = new Embeddings(2, 1, new float[] {0.5f, -2});
  private static final Images IMAGES = new Images(2, 1, 1, 1, new float[] {0, 1});
  private static final Series SERIES =
      new Series(2, 2, List.of("a", "b"), new float[] {1, 2, 3, 4, 5, 6, 7, 8});
  private static final Table TABLE =
      new Table(
          List.of("name", "age"), List.of(List.of("Ann, \"A\"", 3), List.of("two\nlines", 4.5)));
  private static final Audio AUDIO =
      new Audio(2, 2, 3, 8000, new float[] {0, 0.5f, 1, -1, 2, -2, 0, 0, 0, 0.25f, 0.25f, 0.25f});
  private static final Score SCORE =
      new Score(
          120,
          List.of(
              List.of(new Score.Note(0, 1, 60, 64), new Score.Note(1, 0.5, 67, 100)),
              List.of(new Score.Note(0, 1, 72, 127))));

  static List<Sample> kinds() {
    return List.of(TEXT, TOKENS, EMBEDDINGS, IMAGES, SERIES, TABLE, AUDIO, SCORE);
  }

  private static String string(Sample sample, String format) throws IOException {
    return new String(ImagesTest.write(sample, format), StandardCharsets.UTF_8);
  }

  @Test
  void thereAreNoOtherKinds() {
    assertEquals(
        Sample.class.getPermittedSubclasses().length,
        kinds().stream().map(Sample::getClass).distinct().count());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void eachFormatIsWrittenAndTheStreamLeftOpen(Sample sample) throws IOException {
    for (String format : sample.formats()) {
      int[] written = {0};
      OutputStream out =
          new OutputStream() {
            @Override
            public void write(int b) {
              written[0]++;
            }

            @Override
            public void close() {
              throw new AssertionError("closed");
            }
          };
      sample.write(format, out);
      assertTrue(written[0] > 0, format);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void anUnknownFormatIsRefusedBeforeAnythingIsWritten(Sample sample) {
    IllegalArgumentException bad =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                sample.write(
                    "doc",
                    new OutputStream() {
                      @Override
                      public void write(int b) {
                        throw new AssertionError("written");
                      }
                    }));
    assertTrue(
        bad.toString().endsWith("use one of " + String.join(", ", sample.formats())),
        bad.getMessage());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void slicesAreWrittenAsTheirPartOfTheWhole(Sample sample) throws IOException {
    assertEquals(2, sample.size());
    Sample second = sample.slice(1, 1);
    assertEquals(1, second.size());
    assertEquals(string(second, "json"), string(sample.slice(0, 2).slice(1, 1), "json"));
    assertTrue(!string(second, "json").equals(string(sample.slice(0, 1), "json")));
    assertEquals(string(sample, "json"), string(sample.slice(0, 2), "json"));
    assertThrows(IndexOutOfBoundsException.class, () -> sample.slice(1, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> sample.slice(0, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> sample.slice(-1, 1));
  }

  @Test
  void textIsPieceAfterPiece() throws IOException {
    assertEquals("one\ntwo\n\n\"three\" 四\n", string(TEXT, "txt"));
    assertEquals("[\"one\\ntwo\",\"\\\"three\\\" 四\"]", string(TEXT, "json"));
    assertThrows(IllegalArgumentException.class, () -> new Text(List.of()));
  }

  @Test
  void tokensAreArrays() throws IOException {
    assertEquals("[[1,2,3],[]]", string(TOKENS, "json"));
    assertArrayEquals(new int[] {1, 2, 3}, TOKENS.ids(0));
  }

  @Test
  void seriesAreRowsOfSteps() throws IOException {
    assertEquals(
        "series,step,a,b\n0,0,1.0,2.0\n0,1,3.0,4.0\n1,0,5.0,6.0\n1,1,7.0,8.0\n",
        string(SERIES, "csv"));
    assertTrue(string(SERIES, "json").startsWith("{\"shape\":[2,2,2],\"data\":[1.0,"));
    assertArrayEquals(new float[] {5, 6, 7, 8}, SERIES.values(1));
    assertThrows(IllegalArgumentException.class, () -> new Series(1, 2, List.of(), new float[0]));
  }

  @Test
  void tablesAreQuotedWhereTheyMustBe() throws IOException {
    assertEquals("name,age\n\"Ann, \"\"A\"\"\",3\n\"two\nlines\",4.5\n", string(TABLE, "csv"));
    assertEquals(
        "{\"columns\":[\"name\",\"age\"],"
            + "\"rows\":[[\"Ann, \\\"A\\\"\",3],[\"two\\nlines\",4.5]]}",
        string(TABLE, "json"));
  }

  @Test
  void tablesRefuseOtherRowsAndCells() {
    List<String> columns = List.of("a", "b");
    IllegalArgumentException length =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Table(columns, List.of(List.of(1, 2), List.of(1))));
    assertEquals("row 1 has 1 cells for 2 columns", length.getMessage());
    IllegalArgumentException kind =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Table(columns, List.of(List.of(1, List.of()))));
    assertTrue(kind.toString().contains("row 0 has a "), kind.getMessage());
  }

  @Test
  void soundIsClipAfterClip() throws Exception {
    try (AudioInputStream sound =
        AudioSystem.getAudioInputStream(new ByteArrayInputStream(ImagesTest.write(AUDIO, "wav")))) {
      assertEquals(8000, sound.getFormat().getSampleRate());
      assertEquals(2, sound.getFormat().getChannels());
      assertEquals(6, sound.getFrameLength());
      ByteBuffer words = ByteBuffer.wrap(sound.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
      short[] found = new short[12];
      words.asShortBuffer().get(found);
      int one = Short.MAX_VALUE;
      int quarter = Math.round(one / 4f);
      short[] expected = new short[12];
      int[] left = {0, Math.round(one / 2f), one, 0, 0, 0};
      int[] right = {-one, one, -one, quarter, quarter, quarter};
      for (int t = 0; t < 6; t++) {
        expected[2 * t] = (short) left[t];
        expected[2 * t + 1] = (short) right[t];
      }
      assertArrayEquals(expected, found);
    }
    assertThrows(IllegalArgumentException.class, () -> new Audio(1, 1, 1, 0, new float[] {0}));
  }

  @Test
  void aScoreIsATrackAPieceOneAfterAnother() throws Exception {
    Sequence sequence =
        MidiSystem.getSequence(new ByteArrayInputStream(ImagesTest.write(SCORE, "mid")));
    assertEquals(480, sequence.getResolution());
    assertEquals(2, sequence.getTracks().length);
    assertEquals(
        List.of("60 on 0", "60 off 480", "67 on 480", "67 off 720"),
        notes(sequence.getTracks()[0]));
    // The first piece ends within its first whole note; the second begins with the next.
    assertEquals(List.of("72 on 1920", "72 off 2400"), notes(sequence.getTracks()[1]));
    // 120 quarter notes a minute are 500,000 microseconds each: two seconds to the second piece.
    assertEquals(2_500_000, sequence.getMicrosecondLength());
    JsonNode json = new ObjectMapper().readTree(ImagesTest.write(SCORE, "json"));
    assertEquals(0.5, json.get(0).get(1).get("length").doubleValue());
    assertEquals(127, json.get(1).get(0).get("velocity").intValue());
  }

  private static List<String> notes(Track track) {
    return IntStream.range(0, track.size())
        .mapToObj(track::get)
        .filter(event -> event.getMessage() instanceof ShortMessage)
        .map(
            event -> {
              ShortMessage message = (ShortMessage) event.getMessage();
              boolean on = message.getCommand() == ShortMessage.NOTE_ON && message.getData2() > 0;
              return message.getData1() + (on ? " on " : " off ") + event.getTick();
            })
        .toList();
  }

  @Test
  void notesAndTempoAreChecked() {
    assertThrows(IllegalArgumentException.class, () -> new Score.Note(-1, 1, 60, 64));
    assertThrows(IllegalArgumentException.class, () -> new Score.Note(0, 0, 60, 64));
    assertThrows(IllegalArgumentException.class, () -> new Score.Note(0, 1, 128, 64));
    assertThrows(IllegalArgumentException.class, () -> new Score.Note(0, 1, 60, 0));
    assertThrows(IllegalArgumentException.class, () -> new Score.Note(Double.NaN, 1, 60, 1));
    assertThrows(IllegalArgumentException.class, () -> new Score(1, List.of(List.of())));
  }
}
